// Small comforts; every task works without them.
(() => {
  "use strict";

  // Ask before something that cannot be undone. Without this script the server shows a page that asks.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm || (event.submitter && event.submitter.dataset.confirm);
    if (!question || event.target.dataset.confirmed) return;
    event.preventDefault();
    const dialog = document.createElement("dialog");
    dialog.className = "ds-dialog";
    const text = document.createElement("p");
    text.textContent = question;
    const form = document.createElement("form");
    form.method = "dialog";
    form.className = "actions";
    const { confirmYes, confirmNo } = event.target.dataset;
    for (const [value, label] of [["yes", confirmYes || "OK"], ["no", confirmNo || "✕"]]) {
      const button = document.createElement("button");
      button.className = "ds-button";
      button.dataset.variant = value === "yes" ? "primary" : "secondary";
      button.value = value;
      button.textContent = label;
      form.append(button);
    }
    dialog.setAttribute("aria-label", question);
    dialog.append(text, form);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "yes") {
        event.target.dataset.confirmed = "yes";
        event.target.requestSubmit(event.submitter);
      }
      dialog.remove();
    });
    dialog.showModal();
  });

  // Warn before what was typed is left behind.
  let typed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep]")) typed = true;
  });
  document.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

  // A filter form answers as soon as a choice is made.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form) form.requestSubmit();
  });

  // After a swap, focus stays where the person was, and the change is said.
  let focused = null;
  document.addEventListener("htmx:beforeSwap", () => {
    focused = document.activeElement && document.activeElement.id ? document.activeElement.id : null;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (focused && document.activeElement === document.body) {
      const element = document.getElementById(focused);
      if (element) element.focus();
    }
    const said = event.detail.elt.querySelector && event.detail.elt.querySelector("[data-announce]");
    if (said) document.getElementById("announcements").textContent = said.dataset.announce;
  });

  // An open menu closes with Escape.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
