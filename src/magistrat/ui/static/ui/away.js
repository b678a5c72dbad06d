// The server does not answer: the page says so, keeps what is typed, asks again by itself, and goes on when it answers.
(function () {
  "use strict";
  const address = document.body.dataset.alive;
  if (!address) return;
  const CALM = 20000;
  const ANXIOUS = 5000;
  const PATIENCE = 4000;
  const passed = new WeakSet();
  let answeredAt = Date.now();
  let isAway = false;
  let timer = 0;

  const box = document.createElement("div");
  box.className = "away no-print";
  box.hidden = true;
  box.setAttribute("role", "alert");
  document.body.prepend(box);

  function say(text, isGood) {
    box.textContent = text;
    box.classList.toggle("is-back", Boolean(isGood));
    show(true);
  }

  // What sticks to the top of a page stays in sight under the box.
  function show(isShown) {
    box.hidden = !isShown;
    document.documentElement.style.setProperty("--away", `${isShown ? box.offsetHeight : 0}px`);
  }

  function lost() {
    say("Сервер не відповідає. Введене збережено: не закривайте сторінку. Перевіряємо щоп'ять секунд.");
    isAway = true;
    plan();
  }

  function found() {
    answeredAt = Date.now();
    if (!isAway) return;
    isAway = false;
    say("Сервер знову відповідає: можна продовжувати.", true);
    setTimeout(() => { if (!isAway) show(false); }, 6000);
  }

  async function ask() {
    try {
      const answer = await fetch(address, {
        method: "HEAD", cache: "no-store", credentials: "same-origin", headers: { "X-Background": "1" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status >= 500) lost(); else found();
    } catch {
      lost();
    }
    return !isAway;
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      // A page that nobody looks at asks when it is looked at again.
      if (isAway || !document.hidden) await ask();
      plan();
    }, isAway ? ANXIOUS : CALM);
  }

  // An ordinary form leaves the page: it goes only to a server that has answered just now.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (passed.has(form)) { passed.delete(form); return; }
    const isOurs = form.matches("[hx-post], [hx-get], [hx-boost], [data-step]") || (form.method || "get") === "dialog";
    if (isOurs || (!isAway && Date.now() - answeredAt < CALM)) return;
    const button = event.submitter;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask())) { box.scrollIntoView({ block: "nearest" }); return; }
    passed.add(form);
    form.requestSubmit(button || undefined);
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!isAway || !link || link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    event.stopPropagation();
    ask().then((answers) => { if (answers) link.click(); });
  }, true);

  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status && status < 500) found();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (status === 502 || status === 503 || status === 504) { lost(); return; }
    if (status >= 500) {
      say("Сервер не зміг цього виконати. Введене збережено: спробуйте ще раз або зверніться до адміністратора.");
      setTimeout(() => { if (!isAway) show(false); }, 12000);
    }
  });
  window.addEventListener("offline", lost);
  window.addEventListener("online", ask);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - answeredAt > ANXIOUS) ask(); });
  plan();
})();
