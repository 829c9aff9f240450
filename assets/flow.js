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

  function prepare() {
    fillInZone();
    countDown();
    document.querySelector("form[data-resend]")?.addEventListener("submit", sendAgain);
  }

  prepare();
})();
