// Passkeys (Web Authentication Level 3) on our pages. What needs one stays hidden without
// this script, and a <noscript> says so; every other way works without it.
//
// A ceremony is a form. When it is sent, the options are fetched, the browser is asked, its
// answer is filled in, and then the form goes its way; the server answers with a page.
//
//   <form method="post" action="/passkey/sign-in" data-passkey-get="/passkey/options">
//     <input type="hidden" name="csrf" value="…">
//     <input type="hidden" name="answer">
//     <p data-said="cancelled" hidden>…</p> <p data-said="unsupported" hidden>…</p>
//     <button hidden>Use a passkey</button>
//   </form>
//
// data-passkey-get="URL"     asks for a passkey, data-passkey-create="URL" makes one. The URL is
//                            sent the form's own fields (POST, urlencoded) and answers
//                            {"publicKey": options as JSON, "ceremony": "name of the state"}.
//                            Answers that lead elsewhere are followed; for any other the form
//                            is sent without an answer, so that the server says what is wrong.
// data-passkey-autofill      on such a form: offers passkeys where the page's
//                            autocomplete="username webauthn" field is filled in.
// hidden                     on the form or its button: shown where passkeys can be used.
// data-said="…"              sentences, one of which is shown: cancelled (or too late; also for
//                            those that a page leaves out), unsupported, exists (this device has
//                            one for the account), origin (this address can't have passkeys),
//                            unreachable (the network).
// The form then carries `answer`, the credential as its toJSON() writes it, and `ceremony`.
//
// data-signal-all, data-signal-unknown   on any element: JSON with which browsers are told which
//                            passkeys are left, or that one is unknown (§5.1.10).
(() => {
  "use strict";

  const FORMS = "form[data-passkey-get], form[data-passkey-create]";
  const supported = "PublicKeyCredential" in window && Boolean(navigator.credentials?.get);

  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const withBytes = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

  /** The options as the browser wants them; by hand where it can't read JSON. */
  function creation(json) {
    if (PublicKeyCredential.parseCreationOptionsFromJSON) {
      return PublicKeyCredential.parseCreationOptionsFromJSON(json);
    }
    return {
      ...json,
      challenge: bytes(json.challenge),
      user: { ...json.user, id: bytes(json.user.id) },
      excludeCredentials: withBytes(json.excludeCredentials),
    };
  }

  function request(json) {
    if (PublicKeyCredential.parseRequestOptionsFromJSON) {
      return PublicKeyCredential.parseRequestOptionsFromJSON(json);
    }
    return {
      ...json,
      challenge: bytes(json.challenge),
      allowCredentials: withBytes(json.allowCredentials),
    };
  }

  /** The credential as JSON; by hand where the browser, or an extension in its place, can't. */
  function written(credential) {
    try {
      return JSON.stringify(credential.toJSON());
    } catch {
      const { response } = credential;
      const told = { clientDataJSON: text(response.clientDataJSON) };
      for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (response[name]) told[name] = text(response[name]);
      }
      if (response.getTransports) told.transports = response.getTransports();
      return JSON.stringify({
        id: credential.id,
        rawId: text(credential.rawId),
        type: credential.type,
        clientExtensionResults: credential.getClientExtensionResults(),
        response: told,
      });
    }
  }

  /** Shows one of the form's sentences, and none when `which` is empty. */
  function say(form, which) {
    const sentences = [...form.querySelectorAll("[data-said]")];
    const named = (name) => sentences.find((each) => each.dataset.said === name);
    const chosen = which && (named(which) ?? named("cancelled"));
    for (const each of sentences) {
      each.hidden = true;
      each.setAttribute("role", "alert");
    }
    if (chosen) chosen.hidden = false;
  }

  function sentenceFor(error) {
    switch (error.name) {
      case "InvalidStateError": return "exists";
      case "SecurityError": return "origin";
      case "NotSupportedError":
      case "ConstraintError": return "unsupported";
      case "TypeError": return "unreachable";
      default: return "cancelled";
    }
  }

  function field(form, name) {
    let input = form.elements.namedItem(name);
    if (!input) {
      input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      form.append(input);
    }
    return input;
  }

  // A browser holds one ceremony at a time: a new one puts the earlier one off.
  let underWay = null;

  function begin() {
    underWay?.abort();
    underWay = new AbortController();
    return underWay.signal;
  }

  /** Fetches a form's options; null when the server has something else to say. */
  async function fetchOptions(form, signal) {
    const url = form.dataset.passkeyGet ?? form.dataset.passkeyCreate;
    const body = new URLSearchParams(new FormData(form));
    const reply = await fetch(url, { method: "POST", body, signal });
    const isJson = reply.headers.get("content-type")?.startsWith("application/json");
    if (reply.ok && isJson) return reply.json();
    return { elsewhere: reply.redirected ? reply.url : null };
  }

  /** Asks the browser, fills in its answer and sends the form. */
  async function ask(form, options, signal, mediation) {
    const isCreate = form.dataset.passkeyCreate !== undefined;
    const json = options.publicKey;
    const credential = isCreate
      ? await navigator.credentials.create({ publicKey: creation(json), signal })
      : await navigator.credentials.get({ publicKey: request(json), signal, mediation });
    signal.throwIfAborted?.();
    if (!credential) throw new DOMException("no credential", "NotAllowedError");
    field(form, "ceremony").value = options.ceremony;
    field(form, "answer").value = written(credential);
    form.submit();
  }

  /** A form that is sent: with the browser's own window. */
  async function submit(event) {
    const form = event.target;
    if (!form.matches?.(FORMS) || !supported) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") return;
    // Nothing is made for a form that the server would refuse for what isn't filled in.
    if (!form.checkValidity()) {
      form.submit();
      return;
    }
    form.setAttribute("aria-busy", "true");
    say(form, "");
    const signal = begin();
    try {
      const options = await fetchOptions(form, signal);
      if (options.publicKey) await ask(form, options, signal);
      else if (options.elsewhere) location.assign(options.elsewhere);
      else form.submit();
    } catch (error) {
      if (error.name === "AbortError" && signal.aborted) return;
      say(form, sentenceFor(error));
      offerAutofill();
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  /** Passkeys among what the browser fills in, for as long as the page is looked at. */
  async function offerAutofill() {
    const form = document.querySelector("form[data-passkey-autofill]");
    if (!form || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const signal = begin();
    try {
      const options = await fetchOptions(form, signal);
      if (!options.publicKey) return;
      // The server forgets the challenge after a while; the page may stay open longer.
      const anew = setTimeout(whenSeen, options.publicKey.timeout ?? 300_000, offerAutofill);
      signal.addEventListener("abort", () => clearTimeout(anew));
      await ask(form, options, signal, "conditional");
    } catch {
      // Nobody asked for this: whatever came of it, the page is there as it was.
    }
  }

  function whenSeen(then) {
    if (!document.hidden) return then();
    document.addEventListener("visibilitychange", () => whenSeen(then), { once: true });
  }

  /** Tells the browser, where it listens, what became of passkeys. */
  function signalWhatChanged() {
    const signals = {
      signalAll: "signalAllAcceptedCredentials",
      signalUnknown: "signalUnknownCredential",
    };
    for (const element of document.querySelectorAll("[data-signal-all], [data-signal-unknown]")) {
      for (const [name, method] of Object.entries(signals)) {
        if (!element.dataset[name]) continue;
        PublicKeyCredential[method]?.(JSON.parse(element.dataset[name])).catch(() => {});
      }
    }
  }

  function reveal() {
    for (const form of document.querySelectorAll(FORMS)) {
      if (!supported) {
        say(form, "unsupported");
        continue;
      }
      form.hidden = false;
      for (const button of form.querySelectorAll("button")) button.hidden = false;
    }
  }

  reveal();
  if (!supported) return;
  document.addEventListener("submit", submit);
  signalWhatChanged();
  offerAutofill();
  // A page that comes back from the history has lost what was under way.
  addEventListener("pageshow", (event) => event.persisted && offerAutofill());
})();
