"use strict";
// Keeps the page as the server draws it, and hands every click and key to what it means.

// --- keeping up ---

let fetching = false, again = false, typing = 0;

async function refresh() {
  if (fetching) { again = true; return; }
  fetching = true;
  do {
    again = false;
    try {
      const reply = await fetch("/stage");
      if (reply.ok) redraw(await reply.text());
    } catch { /* the stream tells when the program is gone */ }
  } while (again);
  fetching = false;
}

function redraw(html) {
  const low = new Map($$(".log").map((l) => [l.id, atEnd(l)]));
  const old = { date: $("#leaf").dataset.date, clock: $(".now b").textContent, node: $("#leaf").cloneNode(true) };
  const next = document.createElement("div");
  next.innerHTML = html;
  const focused = document.activeElement.closest?.(".log");
  morphChildren(stage, next);
  if (focused && document.activeElement === document.body) focused.focus({ preventScroll: true });
  const policy = $("#policy"), chosen = $("#policy option[selected]", next);
  if (chosen && document.activeElement !== policy) policy.value = chosen.value;
  apply();
  turn(old);
  popups(false);
  for (const l of $$(".log")) if (low.get(l.id) ?? true) l.scrollTop = l.scrollHeight;
  clearTimeout(typing);
  if ($(".typing")) typing = setTimeout(refresh, 5200);
}

function listen() {
  const events = new EventSource("/events");
  let silent = 0;
  events.onmessage = () => { silent = 0; document.body.classList.remove("lost"); refresh(); };
  events.onerror = () => { if (++silent === 3) { document.body.classList.add("lost"); toast(word("lost"), true); } };
}

// --- hands ---

document.addEventListener("click", (e) => {
  const target = e.target.closest("button, a, .spoiler");
  if (!target) return;
  const data = target.dataset;
  if (data.post) {
    const { post: path, ...fields } = data;
    target.closest("[popover]")?.hidePopover();
    post(path, fields);
  } else if (data.tab) show(data.tab);
  else if (data.pane) { look.pane = data.pane; apply(); bottomOut(); }
  else if (data.actAs) { look.acting = data.actAs; apply(); }
  else if (data.do === "attach") attachMenu(target);
  else if (data.do === "commands") commandsMenu(target);
  else if (data.do === "more") messageMenu(target);
  else if (data.do === "drop") about(target.closest("form"), "", "");
  else if (data.do === "key") press(target);
  else if (data.do === "command") command(target);
  else if (target.id === "theme") theme();
  else if (target.matches('a[href^="#m"]')) { e.preventDefault(); jump(target.getAttribute("href").slice(1)); }
  else if (target.matches(".spoiler")) reveal(target);
});

function press(key) {
  const talk = key.closest(".talk"), { chat, message, press: data } = key.dataset;
  key.classList.add("pressed");
  setTimeout(() => key.classList.remove("pressed"), 500);
  post("/press", { who: actor(talk), chat, message, data });
}

function command(button) {
  const talk = button.closest(".talk");
  post("/say", { who: actor(talk), chat: talk.dataset.chat, topic: talk.dataset.topic, text: button.textContent });
}

function reveal(spoiler) {
  spoiler.toggleAttribute("data-shown");
  spoiler.setAttribute("aria-expanded", spoiler.hasAttribute("data-shown"));
}

function theme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("redress-theme", root.dataset.theme);
}

function bottomOut() {
  for (const l of $$(".log")) l.scrollTop = l.scrollHeight;
}

document.addEventListener("submit", (e) => {
  e.preventDefault();
  if (e.target.matches(".composer")) send(e.target);
});

document.addEventListener("input", (e) => { if (e.target.matches(".composer textarea")) grow(e.target); });

document.addEventListener("change", (e) => { if (e.target.id === "policy") pick(e.target); });

async function pick(policy) {
  policy.disabled = true;
  await post("/policy", { policy: policy.value });
  policy.disabled = false;
}

let entered = false; // Enter is down and has sent: it must not also break the line

document.addEventListener("keyup", () => { entered = false; });

document.addEventListener("beforeinput", (e) => {
  if (entered && /^insert(LineBreak|Paragraph)$/.test(e.inputType)) e.preventDefault();
});

document.addEventListener("keydown", (e) => {
  if (e.target.matches(".composer textarea") && e.key === "Enter" && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
    entered = true;
    send(e.target.form);
  } else if (e.target.matches(".spoiler") && (e.key === "Enter" || e.key === " ")) {
    e.preventDefault();
    reveal(e.target);
  } else if (/^Arrow/.test(e.key)) along(e);
});

// along moves through tabs, choices and menus with the arrow keys.
function along(e) {
  const set = e.target.closest('[role="tablist"], [role="radiogroup"], [role="menu"]');
  if (!set || !e.target.matches('[role="tab"], [role="radio"], [role="menuitem"]')) return;
  const all = $$(`[role="${e.target.getAttribute("role")}"]`, set);
  const step = e.key === "ArrowRight" || e.key === "ArrowDown" ? 1 : -1;
  const next = all[(all.indexOf(e.target) + step + all.length) % all.length];
  e.preventDefault();
  next.focus();
  if (set.role !== "menu") next.click();
}

$("#stories").addEventListener("toggle", (e) => { if (e.newState === "open") beneath($("#stories"), $("#play")); });

apply();
popups(true);
bottomOut();
listen();
