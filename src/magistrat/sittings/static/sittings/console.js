// The console: every step is a form; here it gets a key, waits in the browser until the server has it, and the board comes anew.
(function () {
  "use strict";
  const root = document.querySelector("[data-console]");
  if (!root || !window.fetch || !window.localStorage) return;
  const STORE = `magistrat:pult:${root.dataset.gathering}`;
  const NAME = Array.from(crypto.getRandomValues(new Uint8Array(6)), (one) => one.toString(16).padStart(2, "0")).join("");
  const VOTES = { Digit1: "for", Digit2: "against", Digit3: "abstained", Digit4: "silent", Numpad1: "for", Numpad2: "against", Numpad3: "abstained", Numpad4: "silent" };
  const EVERY = 2000;
  let made = 0;
  let isSending = false;
  let undoNext = false;

  const board = () => document.getElementById("board");
  const last = () => board().dataset.last;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  // Steps that the server has not confirmed. Each has its own key, so that one sent twice is written once.
  const queue = {
    all() { try { return JSON.parse(localStorage.getItem(STORE)) || []; } catch { return []; } },
    put(steps) { if (steps.length) localStorage.setItem(STORE, JSON.stringify(steps)); else localStorage.removeItem(STORE); },
    add(step) { queue.put([...queue.all(), step]); },
    drop(key) { queue.put(queue.all().filter((step) => step.key !== key)); },
  };

  function tell(why) {
    const box = root.querySelector("[data-unsent]");
    const steps = queue.all();
    box.hidden = !steps.length || !why;
    if (why) box.querySelector("[data-unsent-why]").textContent = why;
    box.querySelector("[data-unsent-count]").textContent = String(steps.length);
    box.querySelector("[data-unsent-list]").replaceChildren(...steps.map((step) => {
      const line = document.createElement("li");
      line.textContent = step.label;
      return line;
    }));
  }
  const NO_LINK = "Зв'язку із сервером немає. Кроки збережено в цьому браузері, їх буде надіслано, щойно зв'язок відновиться.";
  const NO_ANSWER = "Сервер зараз не приймає кроків. Їх збережено в цьому браузері; якщо це триває, увійдіть знову в іншій вкладці.";

  function show(html) {
    const before = document.activeElement;
    const id = before && before.id;
    const inBoard = before && board().contains(before);
    window.htmx.swap("#board", html, { swapStyle: "outerHTML" });
    follow();
    const again = id && document.getElementById(id);
    // A field of a deed that is folded again takes no focus.
    if (again) again.focus({ preventScroll: true });
    if (inBoard && document.activeElement !== again) focusStart();
    tick();
  }

  // Of a long agenda the question in hand, else the next one, stays in sight: the list comes anew with every step.
  function follow() {
    const list = board().querySelector(".board-list");
    const line = list && list.querySelector("[aria-current=step], [data-next]");
    if (line) list.scrollTop += line.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
  }

  // After a step the focus stands where the next one is made.
  function focusStart() {
    const opened = board().querySelector("details.deed[open] input:not([type=hidden]), details.deed[open] select");
    const row = board().querySelector("[data-member][data-missing] button:not([disabled])");
    const main = board().querySelector("[data-main]:not([disabled])");
    const start = opened || row || main || document.getElementById("now");
    if (start) start.focus({ preventScroll: !row });
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    let why = "";
    for (let step = queue.all()[0]; step; step = queue.all()[0]) {
      let answer;
      try {
        answer = await fetch(step.url, {
          method: "POST", credentials: "same-origin",
          headers: { "X-Console": "1", "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" }, body: step.body,
        });
      } catch { why = NO_LINK; break; }
      if (!answer.headers.get("X-Board")) { why = NO_ANSWER; break; }
      queue.drop(step.key);
      show(await answer.text());
    }
    isSending = false;
    tell(why);
    if (!why && undoNext) { undoNext = false; press("KeyZ"); }
  }

  async function look() {
    if (isSending) return;
    if (queue.all().length) return send();
    if (isBusy()) return;
    let answer;
    try {
      answer = await fetch(`${root.dataset.look}?pislia=${last()}`, { headers: { "X-Console": "1", "X-Background": "1" }, credentials: "same-origin", cache: "no-store" });
    } catch { root.classList.add("is-offline"); return; }
    root.classList.remove("is-offline");
    if (answer.status !== 204 && answer.headers.get("X-Board") && !isSending && !isBusy()) show(await answer.text());
  }

  // What is being typed or asked is not swept away by the other console's steps.
  function isBusy() {
    const active = document.activeElement;
    return Boolean(document.querySelector("dialog[open]")) || Boolean(active && active.closest("#board") && active.closest("details.deed[open], textarea, input, select"));
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !form.matches("[data-step]")) return;
    event.preventDefault();
    const button = event.submitter;
    const said = new FormData(form, button || undefined);
    made += 1;
    const key = `${NAME}-${made}`;
    said.set("key", key);
    said.set("after", last());
    const label = (button && button.dataset.label) || form.dataset.label || (button && button.textContent.trim()) || "";
    queue.add({ key, url: form.action, body: new URLSearchParams(said).toString(), label });
    if (button && button.dataset.vote) mark(button);
    send();
  });

  // The vote is seen at once, the next member is in turn.
  function mark(button) {
    const row = button.closest("[data-member]");
    row.querySelectorAll("[data-vote]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    button.classList.add("is-pending");
    row.removeAttribute("data-missing");
    const rows = [...board().querySelectorAll("[data-member]")];
    const rest = [...rows.slice(rows.indexOf(row) + 1), ...rows.slice(0, rows.indexOf(row))];
    const next = rest.find((one) => one.hasAttribute("data-missing"));
    const target = next && next.querySelector(`[data-vote="${button.dataset.vote}"]`);
    if (target) target.focus();
  }

  function move(step) {
    const rows = [...board().querySelectorAll("[data-member]")].filter((row) => row.querySelector("[data-vote]"));
    const now = rows.findIndex((row) => row.contains(document.activeElement));
    const row = rows[now < 0 ? 0 : Math.min(Math.max(now + step, 0), rows.length - 1)];
    if (!row) return false;
    const vote = (document.activeElement.dataset && document.activeElement.dataset.vote) || "for";
    row.querySelector(`[data-vote="${vote}"]`).focus();
    return true;
  }

  function vote(kind) {
    const active = document.activeElement.closest && document.activeElement.closest("#board [data-member]");
    const row = active || board().querySelector("[data-member][data-missing]");
    const button = row && row.querySelector(`[data-vote="${kind}"]:not([disabled])`);
    if (button) button.click();
    return Boolean(button);
  }

  function press(code) {
    if (VOTES[code]) return vote(VOTES[code]);
    if (code === "ArrowDown" || code === "ArrowUp") return move(code === "ArrowDown" ? 1 : -1);
    if (code === "KeyP") {
      const place = document.getElementById("presence");
      if (place) { place.scrollIntoView({ block: "nearest" }); (place.closest("section").querySelector("button") || place).focus(); }
      return Boolean(place);
    }
    // Until the board is anew a letter may mean another thing than one thinks.
    if (isSending && code !== "KeyZ" && code !== "KeyA") return true;
    // What the undo button names is the last step that the server knows: one that is on its way is waited for.
    if (code === "KeyZ" && queue.all().length) { undoNext = true; return true; }
    const target = board().querySelector(`[data-key="${code}"]`);
    if (!target) return false;
    target.click();
    if (target.matches("summary")) {
      const field = target.parentElement.open && target.parentElement.querySelector("input:not([type=hidden]), select, textarea");
      if (field) field.focus();
    }
    return true;
  }

  // Ctrl+Enter confirms what is open under the hands, else does the main thing of the moment.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "Enter" || document.querySelector("dialog[open]")) return;
    const active = document.activeElement;
    const form = active && active.closest("#board details.deed[open] form");
    const button = form ? form.querySelector("button.btn-primary") : board().querySelector("[data-main]:not([disabled])");
    if (!button) return;
    event.preventDefault();
    button.click();
  }, true);

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (document.querySelector("dialog[open]") || localStorage.getItem("magistrat:keys-off")) return;
    if (event.key === "Escape") {
      const open = target.closest && target.closest("details.deed[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); event.preventDefault(); }
      return;
    }
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
    if (press(event.code)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const all = event.target.closest("[data-click-all]");
    if (all) board().querySelectorAll(all.dataset.clickAll).forEach((button) => button.click());
  });
  root.querySelector("[data-unsent]").addEventListener("submit", (event) => {
    event.preventDefault();
    queue.put([]);
    tell("");
  });

  function tick() {
    document.querySelectorAll("[data-timer]").forEach((shown) => {
      if (!shown.dataset.offset) shown.dataset.offset = String(Date.parse(shown.dataset.now) - Date.now());
      const spent = Math.max(0, Math.round((Date.now() + Number(shown.dataset.offset) - Date.parse(shown.dataset.began)) / 1000));
      const limit = Number(shown.dataset.limit || 0);
      const left = limit - spent;
      const clock = (seconds) => `${Math.floor(Math.abs(seconds) / 60)}:${String(Math.abs(seconds) % 60).padStart(2, "0")}`;
      shown.textContent = !limit ? clock(spent) : left >= 0 ? `лишилося ${clock(left)}` : `понад час ${clock(left)}`;
      shown.classList.toggle("is-over", Boolean(limit) && left < 0);
    });
  }

  const more = document.querySelector("[data-more-keys]");
  const keys = document.querySelector("#keys dl");
  if (more && keys) keys.append(more.content.cloneNode(true));
  setInterval(tick, 1000);
  setInterval(look, EVERY);
  window.addEventListener("online", send);
  tick();
  follow();
  send();
  focusStart();
})();
