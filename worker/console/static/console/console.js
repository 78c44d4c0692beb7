// Keys, and who else looks at a claim. Every page works without it.
"use strict";
(() => {
  const keys = document.getElementById("keys");
  const rows = [...document.querySelectorAll("[data-row]")];
  let here = -1;
  let leading = "";

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  const move = (step) => {
    if (!rows.length) return;
    if (here >= 0) rows[here].classList.remove("here");
    here = Math.max(0, Math.min(rows.length - 1, here + step));
    rows[here].classList.add("here");
    const link = rows[here].querySelector("a");
    if (link) link.focus();
    rows[here].scrollIntoView({ block: "nearest" });
  };

  const use = (key) => {
    const found = document.querySelector(`[data-key="${key}"]`);
    if (!found) return false;
    if (found.tagName === "DETAILS") {
      found.open = true;
      const field = found.querySelector("select, textarea, input:not([type=hidden])");
      if (field) field.focus();
    } else {
      found.focus();
    }
    found.scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target) || keys.open) return;
    const before = leading;
    leading = "";
    if (before === "g" && event.key === "q") { window.location.assign("/"); return; }
    if (event.key === "g") leading = "g";
    else if (event.key === "?") keys.showModal();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "/") { const search = document.querySelector("input[type=search]"); if (!search) return; search.focus(); }
    else if (!(/^[acehmnou]$/.test(event.key) && use(event.key))) return;
    event.preventDefault();
  });

  const head = document.querySelector("[data-claim]");
  if (head) {
    const said = document.getElementById("watching");
    const look = async () => {
      if (document.hidden) return;
      const answer = await fetch(head.dataset.claim, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) {
        const text = await answer.text();
        if (said.textContent !== text) said.textContent = text;
      }
    };
    look();
    window.setInterval(look, 20000);
  }
})();
