// Keyboard of every page. Keys are taken by their place, so that the Ukrainian layout needs no switching.
(function () {
  "use strict";
  const OFF = "magistrat:keys-off";
  const one = (selector) => document.querySelector(selector);

  function isTyping(target) {
    return target.isContentEditable || (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type));
  }

  function rows() {
    return [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  }

  function move(step) {
    const all = rows();
    if (!all.length) return false;
    const now = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(now + step, 0), all.length - 1)];
    const target = next.querySelector("[data-open]") || next.querySelector("a, button") || next;
    if (target === next) next.tabIndex = -1;
    target.focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  function mainAction() {
    const form = document.activeElement && document.activeElement.closest("form");
    const button = (form && form.querySelector("[data-main]")) || one("dialog[open] [data-main]") || one("[data-main]")
      || (form && form.querySelector("button.btn-primary:not([type=button])"));
    if (!button || button.disabled) return false;
    button.click();
    return true;
  }

  function showKeys() {
    const dialog = one("#keys");
    if (dialog && !dialog.open) dialog.showModal();
    return Boolean(dialog);
  }

  function press(event) {
    const { code, key, shiftKey } = event;
    if (key === "?" || (code === "Slash" && shiftKey)) return showKeys();
    if (shiftKey) return false;
    if (key === "/" || code === "Slash") {
      const search = one("[data-search]");
      if (search) { search.focus(); search.select(); }
      return Boolean(search);
    }
    if (code === "KeyJ") return move(1);
    if (code === "KeyK") return move(-1);
    // What stands before and after this page: a day, a month, a page of a list.
    if (code === "BracketLeft" || code === "BracketRight") {
      const beside = one(code === "BracketLeft" ? "a[rel=prev]" : "a[rel=next]");
      if (beside) beside.click();
      return Boolean(beside);
    }
    if (code === "KeyN") {
      const fresh = one("[data-new]");
      if (fresh) fresh.click();
      return Boolean(fresh);
    }
    return false;
  }

  function escape(event) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
      event.preventDefault();
    });
    const active = document.activeElement;
    if (active && active.closest(".clause-chip")) active.blur();
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") return escape(event);
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      // Held down it is one deed, not many.
      if (event.repeat || mainAction()) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || one("dialog[open]")) return;
    if (localStorage.getItem(OFF)) return;
    if (press(event)) event.preventDefault();
  });

  // Enter in a form that does a deed goes to the next field, and at last to its button: nothing half-filled is sent. It sends
  // at once only what has a single field, what one signs in with, and what says data-enter="send".
  // What is folded in a closed <details> has a place on the page all the same; only the newer question knows of it.
  const isReached = (item) => !item.disabled && item.tabIndex >= 0 && (item.checkVisibility ? item.checkVisibility() : item.offsetParent !== null);
  const isField = (item) => item.matches("input, select, textarea") && !/^(hidden|submit|button|reset|image)$/.test(item.type);

  function sendsAtOnce(form) {
    if (form.dataset.enter) return form.dataset.enter !== "next";
    // By the attribute: a field may be called "method" too.
    if ((form.getAttribute("method") || "").toLowerCase() !== "post" || form.matches("[data-sign-in]")) return true;
    return [...form.elements].filter((item) => isField(item) && isReached(item)).length < 2;
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.defaultPrevented || event.ctrlKey || event.metaKey || field.tagName !== "INPUT") return;
    const form = field.form;
    if (!form || !isField(field) || field.type === "file" || sendsAtOnce(form)) return;
    const all = [...form.elements].filter((item) => (isField(item) || item.type === "submit") && isReached(item));
    const next = all.slice(all.indexOf(field) + 1).find((item) => item.type !== "radio" || item.name !== field.name);
    event.preventDefault();
    if (next) next.focus();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-open]")) showKeys();
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const toggle = event.target.closest("[data-menu-toggle]");
    if (toggle) {
      const open = one("#menu").classList.toggle("is-open");
      toggle.setAttribute("aria-expanded", String(open));
    }
    const back = event.target.closest("[data-back]");
    if (back && history.length > 1 && document.referrer.startsWith(location.origin)) {
      event.preventDefault();
      history.back();
    }
  });

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-keys-off]")) return;
    if (event.target.checked) localStorage.setItem(OFF, "1");
    else localStorage.removeItem(OFF);
  });
  const off = one("[data-keys-off]");
  if (off) off.checked = Boolean(localStorage.getItem(OFF));

  // A table wider than its place is scrolled by the keyboard too.
  const reach = (root) => root.querySelectorAll(".table-wrap").forEach((wrap) => {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
  });
  reach(document);
  document.addEventListener("htmx:load", (event) => reach(event.target));

  // An unfolded chip near the edge opens to the side where there is room.
  document.addEventListener("toggle", (event) => {
    const menu = event.target;
    if (!menu.matches || !menu.matches("details.menu") || !menu.open) return;
    const body = menu.querySelector(".menu-body");
    body.style.left = body.style.right = "";
    const box = body.getBoundingClientRect();
    if (box.left < 4) { body.style.right = "auto"; body.style.left = `${Math.max(4 - menu.getBoundingClientRect().left, -8)}px`; }
  }, true);
})();
