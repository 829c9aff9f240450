// What the pages do a little better with a script. Every page is complete without it.
(() => {
  "use strict";

  /** Tells the server the zone in which to write times. */
  function fillInZone() {
    for (const field of document.querySelectorAll("input[data-zone]")) {
      field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    }
  }

  /** Says a sentence to those who listen rather than look. */
  function say(sentence) {
    const place = document.getElementById("said");
    if (place) place.textContent = sentence;
  }

  /** Counts the seconds until the code can be sent again: seen each second, said once. */
  function countDown() {
    const button = document.querySelector("button[data-wait]");
    if (!button) return;
    const end = Date.now() + Number(button.dataset.wait) * 1000;
    const count = document.createElement("span");
    count.className = "count";
    count.setAttribute("aria-hidden", "true");
    button.after(count);
    const tick = () => {
      if (!button.isConnected) return;
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) {
        count.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
        setTimeout(tick, 1000);
        return;
      }
      button.removeAttribute("data-wait");
      button.parentElement.querySelector(".hint")?.remove();
      count.remove();
      say(button.dataset.ready);
    };
    tick();
  }

  /** Puts the answer in place of the page; what was typed, ticked and focused stays. */
  function show(answer) {
    const before = document.getElementById("code");
    const focused = document.activeElement === before ? "#code" : "form[data-resend] button";
    const ticked = document.querySelector("input[name=keep]")?.checked;
    document.querySelector("main").replaceWith(document.importNode(answer.querySelector("main"), true));
    document.title = answer.title;
    const code = document.getElementById("code");
    const keep = document.querySelector("input[name=keep]");
    if (code && before) code.value = before.value;
    if (keep && ticked !== undefined) keep.checked = ticked;
    document.querySelector(focused)?.focus();
    say(document.querySelector("main [role=status]")?.textContent.trim() ?? "");
    prepare();
  }

  /** Sends the code again without leaving the page; on any trouble the plain way is taken. */
  async function sendAgain(event) {
    const form = event.currentTarget;
    event.preventDefault();
    try {
      const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      const answer = new DOMParser().parseFromString(await reply.text(), "text/html");
      const elsewhere = reply.redirected && new URL(reply.url).pathname !== location.pathname;
      if (elsewhere) location.assign(reply.url);
      else if (answer.querySelector("main")) show(answer);
      else form.submit();
    } catch {
      form.submit();
    }
  }

  // How often it is looked what became of the message, in milliseconds: at first, and after a minute.
  const OFTEN = 3000, SELDOM = 12000, MINUTE = 60000;
  let watch = 0;

  /** Keeps up to date what became of the message, until that is settled or the page isn't looked at. */
  function watchDelivery() {
    const mine = ++watch;
    const began = Date.now();
    const wait = () => setTimeout(next, Date.now() - began < MINUTE ? OFTEN : SELDOM);
    const next = async () => {
      const now = document.getElementById("delivery-now");
      if (mine !== watch || !now || now.hasAttribute("data-final")) return;
      if (document.hidden) document.addEventListener("visibilitychange", next, { once: true });
      else if (await lookAgain(now.dataset.watch)) wait();
    };
    if (document.getElementById("delivery-now")) wait();
  }

  /** Puts what the server knows by now into the page; tells whether there is more to come. */
  async function lookAgain(address) {
    try {
      const reply = await fetch(address);
      if (reply.status !== 200) return reply.status >= 500;
      const answer = new DOMParser().parseFromString(await reply.text(), "text/html");
      const news = [...answer.querySelectorAll("[data-part]")].map(renew).filter(Boolean);
      if (news.length) say(news.join(" "));
      for (const link of document.querySelectorAll("[data-look]")) link.hidden = true;
    } catch {
      // The network is away for a moment.
    }
    return true;
  }

  /** Replaces a part of the page that has changed, unless someone is in it; gives what is to be said. */
  function renew(part) {
    const old = document.getElementById(part.id);
    if (!old || old.outerHTML === part.outerHTML || old.contains(document.activeElement)) return "";
    const words = (from) => from.querySelector("[data-say]")?.textContent.trim() ?? "";
    const before = words(old);
    const fresh = document.importNode(part, true);
    old.replaceWith(fresh);
    return words(fresh) === before ? "" : words(fresh);
  }

  /** Lets a password be read while it is typed. */
  function offerReveal() {
    for (const button of document.querySelectorAll("button[data-reveal]")) {
      const field = document.getElementById(button.dataset.reveal);
      if (!field) continue;
      const words = [button.textContent, button.dataset.hide];
      const turn = (isShown) => {
        field.type = isShown ? "text" : "password";
        button.textContent = words[Number(isShown)];
        button.setAttribute("aria-pressed", String(isShown));
      };
      button.hidden = false;
      button.addEventListener("click", () => turn(field.type === "password"));
      // What is kept by the browser, or sent, is a password again.
      field.form?.addEventListener("submit", () => turn(false));
    }
  }

  /** Says how long a new password is by now; whether it will do, the server decides. */
  function countPassword() {
    for (const line of document.querySelectorAll("[data-strength]")) {
      const field = document.getElementById(line.dataset.strength);
      if (!field) continue;
      const least = Number(line.dataset.least);
      let wasEnough = false;
      const count = () => {
        const length = [...field.value.normalize("NFC")].length;
        const isEnough = length >= least;
        line.hidden = length === 0;
        line.textContent = (isEnough ? line.dataset.enough : line.dataset.few).replace("{n}", length);
        line.classList.toggle("enough", isEnough);
        if (isEnough && !wasEnough) say(line.textContent);
        wasEnough = isEnough;
      };
      field.addEventListener("input", count);
      count();
    }
  }

  /** Prints what is to be kept, or saves it as a file, without sending it anywhere. */
  function offerKeeping() {
    for (const button of document.querySelectorAll("button[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
    for (const button of document.querySelectorAll("button[data-download]")) {
      const list = document.getElementById(button.dataset.download);
      if (!list) continue;
      button.hidden = false;
      button.addEventListener("click", () => {
        let place = 0;
        const lines = [...list.querySelectorAll("p, li")].map((line) =>
          (line.matches("li") ? `${++place}. ` : "") + line.textContent.trim());
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "text/plain" }));
        link.download = button.dataset.name;
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1000);
      });
    }
  }

  function prepare() {
    fillInZone();
    countDown();
    offerReveal();
    countPassword();
    offerKeeping();
    watchDelivery();
    document.querySelector("form[data-resend]")?.addEventListener("submit", sendAgain);
  }

  prepare();
})();
