// The editor of a draft: points by keyboard, executors and recipients as chips; htmx saves the form when it hears "written".
(function () {
  "use strict";
  const form = document.querySelector("[data-act-editor]");
  if (!form) return;
  const list = form.querySelector("[data-points]");
  const MOST_LEVEL = 3;
  let last = Date.now();
  let isDirty = false;

  const points = () => [...list.querySelectorAll("[data-point]")];
  const levelOf = (point) => Number(point.dataset.level);

  function written() {
    isDirty = true;
    form.dispatchEvent(new CustomEvent("written"));
  }

  function setLevel(point, level) {
    point.dataset.level = String(level);
    point.querySelector("[data-level-field]").value = String(level);
  }

  // Labels by place, and no point deeper than one step under the one above it.
  function number() {
    const counts = [];
    let above = -1;
    for (const point of points()) {
      if (levelOf(point) > above + 1) setLevel(point, above + 1);
      above = levelOf(point);
      counts.length = above + 1;
      counts[above] = (counts[above] || 0) + 1;
      const label = counts.join(".");
      point.querySelector("[data-label]").textContent = label;
      point.setAttribute("aria-label", `Пункт ${label}`);
    }
  }

  // A point goes with all that stands under it.
  function branch(point) {
    const all = points();
    const start = all.indexOf(point);
    let end = start + 1;
    while (end < all.length && levelOf(all[end]) > levelOf(point)) end += 1;
    return all.slice(start, end);
  }

  function made(template) {
    last += 1;
    const holder = document.createElement("div");
    holder.innerHTML = document.querySelector(template).innerHTML.replaceAll("__n__", String(last));
    return holder.firstElementChild;
  }

  function wake(element) {
    element.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  }

  function add(after) {
    const point = made("[data-point-template]");
    const family = after ? branch(after) : [];
    if (after) {
      setLevel(point, levelOf(after));
      family[family.length - 1].after(point);
    } else list.append(point);
    wake(point);
    number();
    point.querySelector("[name=point_named]").focus();
    return point;
  }

  function move(point, step) {
    const own = branch(point);
    const all = points();
    const start = all.indexOf(point);
    if (step < 0) {
      let place = start - 1;
      while (place >= 0 && levelOf(all[place]) > levelOf(point)) place -= 1;
      if (place < 0 || levelOf(all[place]) < levelOf(point)) return;
      all[place].before(...own);
    } else {
      const next = all[start + own.length];
      if (!next || levelOf(next) < levelOf(point)) return;
      const other = branch(next);
      other[other.length - 1].after(...own);
    }
    number();
    written();
  }

  function shift(point, step) {
    const all = points();
    const above = all[all.indexOf(point) - 1];
    const own = branch(point);
    const deepest = Math.max(...own.map(levelOf));
    const level = levelOf(point) + step;
    if (level < 0 || deepest + step > MOST_LEVEL || (step > 0 && (!above || levelOf(above) < levelOf(point)))) return;
    own.forEach((one) => setLevel(one, levelOf(one) + step));
    number();
    written();
  }

  function remove(point) {
    const all = points();
    const neighbour = all[all.indexOf(point) - 1] || all[all.indexOf(point) + 1];
    point.remove();
    if (!neighbour) add(null);
    else neighbour.querySelector("[data-what]").focus();
    number();
    written();
  }

  const deeds = { up: (p) => move(p, -1), down: (p) => move(p, 1), in: (p) => shift(p, 1), out: (p) => shift(p, -1), remove };

  function withFocus(point, deed) {
    const active = document.activeElement;
    deed(point);
    if (active && active.isConnected) active.focus();
  }

  // chips
  function chip(post, title) {
    const made = document.createElement("span");
    made.className = "act-chip";
    made.dataset.post = post;
    made.textContent = title;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.remove = "";
    button.setAttribute("aria-label", `Вилучити: ${title}`);
    button.textContent = "×";
    made.append(button);
    return made;
  }

  function keep(box) {
    const ids = [...box.querySelectorAll("[data-post]")].map((one) => one.dataset.post).join(",");
    const point = box.closest("[data-point]");
    const field = point ? point.querySelector("[data-executors]") : form.querySelector("[data-concerned-ids]");
    field.value = ids;
    written();
  }

  function recipient(key, title) {
    if (form.querySelector(`[data-recipient] [name=to_key][value="${key}"]`)) return;
    const line = document.createElement("li");
    line.className = "act-recipient";
    line.dataset.recipient = "";
    line.innerHTML = '<input type="hidden" name="to_key"><span class="act-recipient-name"></span>'
      + '<label>Примірників <input class="form-control" type="number" name="to_copies" value="1" min="1" max="999"></label>'
      + '<label>Витяг із пунктів <input class="form-control" name="to_points" placeholder="увесь акт" maxlength="200"></label>'
      + '<input type="hidden" name="to_drafter" value="" data-drafter-field>'
      + '<label class="form-check"><input class="form-check-input" type="checkbox" data-drafter> <span class="form-check-label">надсилає розробник</span></label>'
      + '<button class="btn btn-sm" type="button" data-remove-recipient>×</button>';
    const field = line.querySelector("[name=to_key]");
    field.value = key;
    field.setAttribute("value", key);
    line.querySelector(".act-recipient-name").textContent = title;
    line.querySelector("[data-remove-recipient]").setAttribute("aria-label", `Вилучити: ${title}`);
    form.querySelector("[data-recipients]").append(line);
  }

  form.addEventListener("chosen", (event) => {
    const box = event.target;
    const { value, option } = event.detail;
    const title = option.dataset.text;
    const input = box.querySelector("[role=combobox]");
    if (box.matches("[data-to]")) recipient(value, title);
    else if (!box.querySelector(`[data-post="${value}"]`)) box.querySelector("[data-chips]").append(chip(value, title));
    input.value = "";
    box.querySelector("input[type=hidden]").value = "";
    if (box.matches("[data-to]")) written();
    else keep(box);
    input.focus();
  });

  form.addEventListener("click", (event) => {
    const target = event.target;
    const deed = target.closest("[data-deed]");
    if (deed) {
      deeds[deed.dataset.deed](deed.closest("[data-point]"));
      if (deed.isConnected) deed.focus();
      return;
    }
    const gone = target.closest("[data-remove]");
    if (gone) {
      const box = gone.closest("[data-combobox]");
      gone.closest("[data-post]").remove();
      keep(box);
      box.querySelector("[role=combobox]").focus();
      return;
    }
    if (target.closest("[data-add-point]")) {
      event.preventDefault();
      add(points().at(-1) || null);
    } else if (target.closest("[data-add-control]")) {
      const text = target.closest("[data-add-control]").dataset.addControl;
      const point = add(points().at(-1) || null);
      while (levelOf(point) > 0) shift(point, -1);
      point.querySelector("[data-what]").value = text;
      point.querySelector("[data-control]").checked = true;
      point.querySelector("[data-control-field]").value = "1";
      written();
    } else if (target.closest("[data-add-annex]")) {
      event.preventDefault();
      const annex = made("[data-annex-template]");
      form.querySelector("[data-annexes]").append(annex);
      annex.querySelector("[name=annex_title]").focus();
    } else if (target.closest("[data-remove-annex]")) {
      target.closest("[data-annex]").remove();
      written();
    } else if (target.closest("[data-remove-recipient]")) {
      target.closest("[data-recipient]").remove();
      form.querySelector("[data-to] [role=combobox]").focus();
      written();
    } else if (target.closest("[data-sort]")) {
      const rows = target.closest("[data-annex]").querySelector("[data-rows]");
      const lines = rows.value.split("\n").filter((line) => line.trim());
      const isTop = (line) => /голов|секретар/i.test(line.split(/[|\t]/).slice(1).join(" "));
      const members = lines.filter((line) => !isTop(line)).sort((a, b) => a.localeCompare(b, "uk"));
      rows.value = [...lines.filter(isTop), ...members].join("\n");
      written();
    }
  });

  form.addEventListener("change", (event) => {
    const box = event.target;
    const pairs = [["[data-control]", "[data-point]", "[data-control-field]"], ["[data-commission]", "[data-annex]", "[data-commission-field]"],
      ["[data-drafter]", "[data-recipient]", "[data-drafter-field]"]];
    for (const [name, holder, field] of pairs) {
      if (box.matches(name)) box.closest(holder).querySelector(field).value = box.checked ? "1" : "";
    }
    if (box.name || pairs.some(([name]) => box.matches(name))) written();
  });
  form.addEventListener("input", (event) => { if (event.target.name) written(); });

  form.addEventListener("keydown", (event) => {
    const point = event.target.closest("[data-point]");
    if (!point) return;
    if (event.key === "Enter" && (event.altKey || event.target.matches("[data-when]")) && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      add(point);
      return;
    }
    if (event.key === "Enter" && event.target.matches("[name=point_named]") && !event.defaultPrevented && !event.ctrlKey) {
      event.preventDefault();
      point.querySelector("[data-what]").focus();
      return;
    }
    if (!event.altKey || !event.shiftKey) return;
    const deed = { ArrowUp: deeds.up, ArrowDown: deeds.down, ArrowRight: deeds.in, ArrowLeft: deeds.out, Delete: deeds.remove, Backspace: deeds.remove }[event.key];
    if (!deed) return;
    event.preventDefault();
    withFocus(point, deed);
  });

  // how it stands
  function say(text) {
    const place = document.querySelector("[data-saved]");
    if (place) place.textContent = text;
  }
  form.addEventListener("htmx:beforeRequest", () => { isDirty = false; say("Зберігається…"); });
  form.addEventListener("htmx:afterRequest", (event) => { if (!event.detail.successful) isDirty = true; });
  for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(trouble, () => { isDirty = true; say("Немає зв'язку: останні зміни ще не збережено"); });
  }
  form.addEventListener("htmx:responseError", () => { isDirty = true; say("Останні зміни ще не збережено"); });
  form.addEventListener("submit", () => { isDirty = false; });
  window.addEventListener("online", () => { if (isDirty) written(); });
  window.addEventListener("beforeunload", (event) => { if (isDirty) event.preventDefault(); });
  number();
})();
