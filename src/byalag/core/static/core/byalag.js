// Small comforts; every task works without them.
(() => {
  "use strict";

  // Ask before something that cannot be undone. Without this script the server shows a page that asks.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const question = submitter?.dataset.confirm || form.dataset.confirm;
    const blank = document.getElementById("ask");
    if (!question || !blank || form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const dialog = blank.content.firstElementChild.cloneNode(true);
    dialog.firstElementChild.textContent = question;
    dialog.setAttribute("aria-label", question);
    const [yes, no] = dialog.querySelectorAll("button");
    yes.textContent = form.dataset.confirmYes || yes.textContent;
    no.textContent = form.dataset.confirmNo || no.textContent;
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") {
        form.dataset.confirmed = "yes";
        form.requestSubmit(submitter);
      }
    });
    dialog.showModal();
  }, true);

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

  // A form that came back with faults: reading begins where they are told.
  document.querySelector(".error-summary")?.focus();

  // After a swap, focus stays where the person was, and the change is said.
  let focused = null;
  document.addEventListener("htmx:beforeSwap", () => { focused = document.activeElement?.id || null; });
  document.addEventListener("htmx:afterSettle", (event) => {
    const swapped = event.detail.elt;
    if (focused && document.activeElement === document.body) {
      (document.getElementById(focused) || swapped.closest("[tabindex]"))?.focus();
    }
    const said = swapped.matches("[data-announce]") ? swapped : swapped.querySelector("[data-announce]");
    if (said) document.getElementById("announcements").textContent = said.dataset.announce;
  });

  // An open menu closes with Escape, and when something else is chosen.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
})();
