"use strict";
// The page: fetches the stage when told that it changed, remembers what the visitor looks at,
// and sends what they do. Everything shown is drawn by the server.

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const stage = $("#stage");
const word = (name) => $(`#words [data-word="${name}"]`).textContent;
const calm = matchMedia("(prefers-reduced-motion: reduce)");

// What the visitor looks at and as whom they act. Keys are "chat.topic".
const look = { customers: "", staff: "", pane: "customers", acting: "", seen: new Map(), story: "", player: "", heard: new Set() };

// --- doing ---

async function post(path, fields = {}) {
  const body = new URLSearchParams({ ...fields, token: document.documentElement.dataset.token });
  try {
    const reply = await fetch(path, { method: "POST", body });
    if (!reply.ok) toast(await reply.text());
    return reply.ok;
  } catch {
    toast(word("lost"));
    return false;
  }
}

// actor is who acts in a conversation: the customer, the chosen member of staff, the manager.
function actor(talk) {
  const people = $$("[data-act-as]", talk).map((b) => b.dataset.actAs);
  if (people.length > 1 && people.includes(look.acting)) return look.acting;
  return people[0] ?? talk.dataset.chat;
}

async function send(form) {
  const area = form.elements.text;
  const text = area.value.trim();
  if (!text) return;
  const talk = form.closest(".talk");
  const fields = { who: actor(talk), chat: form.dataset.chat, topic: form.dataset.topic, text };
  if (form.dataset.reply) fields.reply = form.dataset.reply;
  if (form.dataset.edit) fields.edit = form.dataset.edit;
  if (await post("/say", fields)) {
    area.value = "";
    grow(area);
    about(form, "", "");
  }
}

function grow(area) {
  area.style.height = "auto";
  area.style.height = Math.min(area.scrollHeight, 140) + "px";
}

// about shows what the next message answers or changes.
function about(form, kind, id, text = "") {
  delete form.dataset.reply;
  delete form.dataset.edit;
  if (kind) form.dataset[kind] = id;
  $(".about", form).hidden = !kind;
  $(".about-text", form).textContent = kind === "edit" ? `${word("editing")}: ${text}` : text;
  if (kind) form.elements.text.focus();
}

// --- the menu ---

function menu(anchor, items) {
  const box = $("#menu");
  box.replaceChildren(...items.map(({ label, hint, run }) => {
    const b = document.createElement("button");
    b.type = "button";
    b.role = "menuitem";
    b.append(label);
    if (hint) b.append(Object.assign(document.createElement("small"), { textContent: hint }));
    b.addEventListener("click", () => { box.hidePopover(); run(); });
    return b;
  }));
  box.showPopover();
  beneath(box, anchor);
  box.firstElementChild?.focus();
}

function beneath(box, anchor) {
  const at = anchor.getBoundingClientRect(), size = box.getBoundingClientRect();
  const below = at.bottom + 6 + size.height < innerHeight;
  box.style.left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8)) + "px";
  box.style.top = Math.max(8, below ? at.bottom + 6 : at.top - size.height - 6) + "px";
}

function attachMenu(button) {
  const talk = button.closest(".talk"), form = button.closest("form");
  menu(button, ["photo", "voice", "document", "location"].map((kind) => ({
    label: word(kind),
    run: async () => {
      const fields = { who: actor(talk), chat: form.dataset.chat, topic: form.dataset.topic, kind, text: form.elements.text.value.trim() };
      if (form.dataset.reply) fields.reply = form.dataset.reply;
      if (await post("/attach", fields)) {
        form.elements.text.value = "";
        about(form, "", "");
      }
    },
  })));
}

function commandsMenu(button) {
  const talk = button.closest(".talk"), area = $("textarea", talk);
  menu(button, $$(".commands li", talk).map((li) => ({
    label: li.dataset.command, hint: li.textContent,
    run: () => { area.value = li.dataset.command; area.focus(); },
  })));
}

function messageMenu(button) {
  const bubble = button.closest(".bubble"), talk = button.closest(".talk"), form = $("form", talk);
  const { chat, message, text } = bubble.dataset;
  const items = [];
  if (form) items.push({ label: word("reply"), run: () => about(form, "reply", message, (text || "📎").slice(0, 90)) });
  if (form && text && !("bot" in bubble.dataset)) {
    items.push({ label: word("edit"), run: () => { form.elements.text.value = text; about(form, "edit", message, text.slice(0, 60)); grow(form.elements.text); } });
  }
  items.push({ label: word("delete"), run: () => post("/delete", { who: actor(talk), chat, message }) });
  if (talk.dataset.pane === "customers") items.push({ label: word("block"), run: () => post("/block", { who: chat, chat, on: "yes" }) });
  menu(button, items);
}

// --- looking ---

function show(key) {
  const talk = document.getElementById("talk-" + key);
  if (!talk) return;
  look.pane = talk.dataset.pane;
  if (look.pane !== "managers") look[look.pane] = key;
  apply();
}

// apply puts what the visitor looks at onto the fresh stage.
function apply() {
  for (const pane of ["customers", "staff"]) {
    const talks = $$(`.talk[data-pane="${pane}"]`);
    if (!talks.some((t) => t.id === "talk-" + look[pane])) look[pane] = talks[0].id.slice(5);
    for (const t of talks) t.hidden = t.id !== "talk-" + look[pane];
    for (const tab of $$(`#pane-${pane} [data-tab]`)) {
      const chosen = tab.dataset.tab === look[pane];
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
    }
  }
  $("#columns").dataset.pane = look.pane;
  for (const b of $$("#bottom [data-pane]")) b.setAttribute("aria-current", b.dataset.pane === look.pane);
  actAs();
  markFresh();
  follow();
}

function actAs() {
  const people = $$("#pane-staff [data-act-as]");
  if (!people.some((b) => b.dataset.actAs === look.acting)) look.acting = people[0]?.dataset.actAs ?? "";
  for (const b of people) {
    const chosen = b.dataset.actAs === look.acting;
    b.setAttribute("aria-checked", chosen);
    b.tabIndex = chosen ? 0 : -1;
  }
}

// markFresh puts a dot where something came that was not looked at.
function markFresh() {
  const fresh = new Set();
  for (const t of $$(".talk")) {
    const key = t.id.slice(5), last = Number(t.dataset.last);
    if (t.checkVisibility()) look.seen.set(key, last);
    else if (!look.seen.has(key) && !look.loaded) look.seen.set(key, last);
    const is = last > (look.seen.get(key) ?? 0);
    const tab = $(`[data-tab="${key}"]`);
    tab?.toggleAttribute("data-fresh", is);
    if (is) fresh.add(t.dataset.pane);
  }
  for (const b of $$("#bottom [data-pane]")) b.toggleAttribute("data-fresh", fresh.has(b.dataset.pane));
  look.loaded = true;
}

function jump(id) {
  const message = document.getElementById(id);
  if (!message) return;
  show(message.closest(".talk").id.slice(5));
  message.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  message.classList.add("flash");
  setTimeout(() => message.classList.remove("flash"), 1600);
}

// --- the story ---

const puppet = { area: null, text: "", timer: 0 };

function follow() {
  const telling = $("#telling"), { state, key, draft } = telling.dataset;
  const playing = state === "playing" || state === "paused";
  document.body.classList.toggle("story", playing);
  for (const t of $$(".talk.spot")) t.classList.remove("spot");
  if (playing) document.getElementById("talk-" + key)?.classList.add("spot");
  if (playing && look.story !== key) {
    look.story = key;
    show(key);
  }
  if (!playing) look.story = "";
  const who = telling.dataset.who;
  if (playing && look.player !== who && $(`#pane-staff [data-act-as="${who}"]`)) {
    look.player = look.acting = who;
    actAs();
  }
  if (draft !== puppet.text) write(document.getElementById("write-" + key), draft);
}

// write lets somebody in a story write: the words appear in the field, letter by letter.
function write(form, text) {
  clearInterval(puppet.timer);
  if (puppet.area) { puppet.area.value = ""; grow(puppet.area); }
  const area = form?.elements.text;
  Object.assign(puppet, { area: null, text });
  if (!text || !area || area.value) return;
  puppet.area = area;
  const letters = [...text];
  let n = 0;
  puppet.timer = setInterval(() => {
    n += Math.max(1, Math.round(letters.length / 110));
    area.value = letters.slice(0, n).join("");
    grow(area);
    area.scrollTop = area.scrollHeight;
    if (n >= letters.length) clearInterval(puppet.timer);
  }, 30);
}

// --- the clock ---

// leaf lets the calendar turn: the old leaf falls, the new one comes up.
function leaf(old) {
  const now = $("#leaf");
  if (calm.matches || !old.day || old.day === now.dataset.day) {
    if (!calm.matches && old.clock !== $(".now b").textContent) {
      $(".now b").animate([{ transform: "translateY(35%)", opacity: 0 }, { transform: "none", opacity: 1 }], { duration: 320, easing: "ease-out" });
    }
    return;
  }
  const at = now.getBoundingClientRect(), falling = old.node;
  falling.removeAttribute("id");
  falling.setAttribute("aria-hidden", "true");
  falling.classList.add("falling");
  Object.assign(falling.style, { left: at.left + "px", top: at.top + "px" });
  document.body.append(falling);
  falling.animate([
    { transform: "perspective(300px) rotateX(0)", opacity: 1 },
    { transform: "perspective(300px) rotateX(-70deg) translateY(6px)", opacity: 0.9, offset: 0.55 },
    { transform: "perspective(300px) rotateX(-110deg) translateY(26px)", opacity: 0 },
  ], { duration: 620, easing: "cubic-bezier(.5,0,.6,1)" }).finished.finally(() => falling.remove());
}

// --- pop-ups ---

function toast(text, alert = false) {
  const box = document.createElement("div");
  box.className = "toast";
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: "×", ariaLabel: word("close") });
  close.addEventListener("click", () => box.remove());
  box.append(close);
  $("#toasts").append(box);
  setTimeout(() => box.remove(), alert ? 9000 : 5000);
}

function popups(first) {
  for (const li of $$("#answers li")) {
    if (look.heard.has(li.id)) continue;
    look.heard.add(li.id);
    if (!first) toast(li.textContent, "alert" in li.dataset);
  }
}

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
  const low = new Map($$(".log").map((l) => [l.id, l.scrollHeight - l.scrollTop - l.clientHeight < 60]));
  const old = { day: $("#leaf").dataset.day, clock: $(".now b").textContent, node: $("#leaf").cloneNode(true) };
  const next = document.createElement("div");
  next.innerHTML = html;
  const focused = document.activeElement.closest?.(".log");
  morphChildren(stage, next);
  if (focused && document.activeElement === document.body) focused.focus({ preventScroll: true });
  const policy = $("#policy"), chosen = $("#policy option[selected]", next);
  if (chosen && document.activeElement !== policy) policy.value = chosen.value;
  apply();
  leaf(old);
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

document.addEventListener("keydown", (e) => {
  if (e.target.matches(".composer textarea") && e.key === "Enter" && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
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
