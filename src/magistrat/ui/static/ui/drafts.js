// What is typed is never lost: a form into which words are typed is kept in the browser until it has been accepted.
(function () {
  "use strict";
  const WEEKS_2 = 14 * 24 * 3600 * 1000;
  const person = document.body.dataset.person || "";
  const SENT = `sent:${person}`;
  const TYPED = /^(text|textarea|search|email|tel|url|number)$/;

  const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !field.disabled
    && !/^(password|file|submit|button|reset)$/.test(field.type) && field.autocomplete !== "one-time-code"
    && !field.closest("[data-no-draft], [data-sign-in]");

  // The form's own name for its draft, else the address where it goes and its first words: one address takes several deeds.
  // Of people who have not signed in only a form that says so is kept: the next one may sit at the same computer.
  function own(form) {
    if (form.dataset.draft) return form.dataset.draft;
    if (!person || (form.getAttribute("method") || "").toLowerCase() !== "post" || form.matches("[data-step]")) return "";
    const first = [...form.elements].find((field) => kept(field) && TYPED.test(field.type));
    return first ? `${form.getAttribute("action") || location.pathname + location.search}#${first.name}` : "";
  }

  // Forms that cannot be told apart, as in the rows of a list, must name their drafts: none is put into another's row.
  function name(form) {
    const key = own(form);
    if (!key) return "";
    const isOnly = form.dataset.draft || [...document.forms].every((one) => one === form || own(one) !== key);
    return isOnly ? `draft:${person}:${key}` : "";
  }

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

  // Only what the person has changed is put back: what the server wrote into the form may be another thing by now.
  function changed(draft) {
    const isTyped = ([field, values]) => !draft.fresh || JSON.stringify(values) !== JSON.stringify(draft.fresh[field]);
    return Object.fromEntries(Object.entries(draft.values).filter(isTyped));
  }

  function notice(form, key, at, anew) {
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
      anew();
      box.remove();
    });
    box.append(text, drop);
    form.prepend(box);
  }

  function settle() {
    const sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
    if (!sent) return;
    sessionStorage.removeItem(SENT);
    // An accepted form leads on; a page to which one went by oneself, as from the one that says that all is broken, says nothing.
    const [way] = performance.getEntriesByType("navigation");
    const isLed = location.pathname !== sent.path && (!way || way.redirectCount > 0) && document.getElementById("main");
    const isDone = document.querySelector("[data-message=success]")
      || (isLed && !document.querySelector(".refusal, [data-sign-in], [data-message=error]"));
    if (isDone) localStorage.removeItem(sent.key);
  }

  function begin(form) {
    if (form.dataset.draftReady) return;
    form.dataset.draftReady = "1";
    const key = name(form);
    if (!key) return;
    const fresh = read(form);
    const draft = stored(key);
    // A form that came back from the server already holds what was typed.
    const typed = draft ? changed(draft) : {};
    // A page that one goes back to may be filled by the browser: what was typed there stays known as typed.
    let base = { ...fresh };
    for (const field of Object.keys(typed)) if (draft.fresh) base[field] = draft.fresh[field];
    if (!form.querySelector("[data-troubles], .refusal")) write(form, typed);
    // Fields that come when the form grows, as another point of it: what was typed there waits for them.
    let later = Object.fromEntries(Object.entries(typed).filter(([field]) => !(field in fresh)));
    form.addEventListener("htmx:afterSettle", () => {
      const here = read(form);
      write(form, later);
      later = Object.fromEntries(Object.entries(later).filter(([field]) => !(field in here)));
    });
    if (JSON.stringify(read(form)) !== JSON.stringify(fresh)) {
      notice(form, key, draft.at, () => {
        if (Object.keys(read(form)).some((field) => !(field in fresh))) location.reload();
        else write(form, fresh);
        [base, later] = [fresh, {}];
      });
      form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
    }
    const save = () => localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: { ...later, ...read(form) }, fresh: base }));
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

  // What is too old to be put back takes no room.
  function clear() {
    for (const key of Object.keys(localStorage)) if (key.startsWith("draft:") && !stored(key)) localStorage.removeItem(key);
  }

  const all = (root) => root.querySelectorAll("form").forEach(begin);
  clear();
  settle();
  all(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target.matches("form")) begin(event.target);
    all(event.target);
  });
})();
