// What is typed is never lost: a form with data-draft="key" is kept in the browser until it has been accepted.
(function () {
  "use strict";
  const WEEKS_2 = 14 * 24 * 3600 * 1000;
  const person = document.body.dataset.person || "";
  const name = (form) => `draft:${person}:${form.dataset.draft}`;
  const SENT = `sent:${person}`;

  const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !field.disabled
    && !/^(password|file|submit|button|reset)$/.test(field.type) && !field.closest("[data-no-draft]");

  function read(form) {
    const values = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if (/^(checkbox|radio)$/.test(field.type)) {
        (values[field.name] ||= []).push(field.checked);
      } else if (field.tagName === "SELECT" && field.multiple) {
        (values[field.name] ||= []).push([...field.selectedOptions].map((option) => option.value));
      } else {
        (values[field.name] ||= []).push(field.value);
      }
    }
    return values;
  }

  function write(form, values) {
    const taken = {};
    for (const field of form.elements) {
      if (!kept(field) || !(field.name in values)) continue;
      const value = values[field.name][taken[field.name] = (taken[field.name] ?? -1) + 1];
      if (value === undefined) continue;
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = value;
      else if (Array.isArray(value)) for (const option of field.options) option.selected = value.includes(option.value);
      else field.value = value;
    }
  }

  function stored(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Date.now() - draft.at < WEEKS_2 ? draft : null;
    } catch {
      return null;
    }
  }

  function notice(form, key, at, fresh) {
    const box = document.createElement("div");
    box.className = "alert restored";
    box.setAttribute("role", "status");
    const when = new Date(at).toLocaleString("uk-UA", { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });
    const text = document.createElement("span");
    text.textContent = `Відновлено введене ${when}. `;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn btn-sm";
    drop.textContent = "Почати спочатку";
    drop.addEventListener("click", () => {
      localStorage.removeItem(key);
      write(form, fresh);
      box.remove();
    });
    box.append(text, drop);
    form.prepend(box);
  }

  function settle() {
    const sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
    if (!sent) return;
    sessionStorage.removeItem(SENT);
    const isDone = document.querySelector("[data-message=success]")
      || (location.pathname !== sent.path && !document.querySelector(".refusal, [data-sign-in]") && document.getElementById("main"));
    if (isDone) localStorage.removeItem(sent.key);
  }

  function begin(form) {
    if (form.dataset.draftReady) return;
    form.dataset.draftReady = "1";
    const key = name(form);
    const fresh = read(form);
    const draft = stored(key);
    // A form that came back from the server already holds what was typed.
    if (draft && !form.querySelector("[data-troubles], .refusal") && JSON.stringify(draft.values) !== JSON.stringify(fresh)) {
      write(form, draft.values);
      notice(form, key, draft.at, fresh);
      form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
    }
    const save = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
    form.addEventListener("input", save);
    form.addEventListener("change", save);
    form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) sessionStorage.setItem(SENT, JSON.stringify({ key, path: location.pathname }));
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== form) return;
      const { status } = event.detail.xhr;
      if (status && status < 400 && !event.detail.xhr.getResponseHeader("HX-Retarget")) localStorage.removeItem(key);
      sessionStorage.removeItem(SENT);
    });
  }

  const all = (root) => root.querySelectorAll("form[data-draft]").forEach(begin);
  settle();
  all(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches("form[data-draft]")) begin(event.target);
    all(event.target);
  });
})();
