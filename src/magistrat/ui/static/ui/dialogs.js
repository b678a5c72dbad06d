// Questions before a deed that is hard to take back, messages that come with htmx, focus on what stops a form.
(function () {
  "use strict";
  const asked = new WeakSet();

  function ask(text, verb, then) {
    const dialog = document.getElementById("confirm");
    if (!dialog) return then();
    dialog.querySelector("#confirm-text").textContent = text;
    dialog.querySelector("[data-confirm-yes]").textContent = verb || "Так";
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") then(); }, { once: true });
    dialog.showModal();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const source = (button && button.dataset.confirm && button) || (form.dataset.confirm && form);
    if (!source || asked.has(form)) { asked.delete(form); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(source.dataset.confirm, button && button.textContent.trim(), () => {
      asked.add(form);
      form.requestSubmit(button || undefined);
    });
  }, true);

  // A form is sent once: a second press while the answer is awaited is the same deed. Where the page stays, as with a file
  // that is downloaded, it may be sent again soon. At the window, after all others: whoever sends a form without leaving the
  // page, as a sitting's console does with each vote, has said so by then.
  const sent = new WeakSet();
  const SOON = 5000;
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
    if (sent.has(form)) { event.preventDefault(); return; }
    sent.add(form);
    setTimeout(() => sent.delete(form), SOON);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form").forEach((form) => sent.delete(form)); });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const close = event.target.closest("[data-toast-close]");
    if (close) close.closest("[data-toast]").remove();
  });

  // A list asked for whole goes to the printer by itself.
  if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print(), { once: true });

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, "", () => event.detail.issueRequest(true));
  });

  document.addEventListener("htmx:sendError", () => say("Зв'язку із сервером немає. Введене збережено, спробуйте ще раз."));
  document.addEventListener("htmx:responseError", () => say("Сервер не виконав дію. Введене збережено, спробуйте ще раз."));

  function say(text) {
    const card = document.createElement("div");
    card.className = "toast-card";
    card.dataset.toast = "";
    const alert = document.createElement("div");
    alert.className = "alert alert-warning";
    alert.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn-close";
    close.setAttribute("aria-label", "Закрити");
    close.dataset.toastClose = "";
    card.append(alert, close);
    document.getElementById("toasts").append(card);
  }

  function focusTroubles(root) {
    const box = root.querySelector && root.querySelector("[data-troubles]");
    if (box) box.focus();
  }
  focusTroubles(document);
  document.addEventListener("htmx:afterSettle", (event) => focusTroubles(event.target));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-troubles] a[href^='#']");
    if (!link) return;
    const id = link.getAttribute("href").slice(1);
    const field = document.getElementById(`${id}_text`) || document.getElementById(id);
    if (field) { event.preventDefault(); field.focus(); }
  });
})();
