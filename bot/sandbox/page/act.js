"use strict";
// What people do on the page, and the menus they do it from. Everything shown is drawn by the
// server; these scripts remember what the visitor looks at and send what they do.

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

// grow makes the field as high as what is written, and keeps the end of the talk in sight.
function grow(area) {
  const log = $(".log", area.closest(".talk")), low = atEnd(log);
  area.style.height = "auto";
  area.style.height = Math.min(area.scrollHeight, 140) + "px";
  if (low) log.scrollTop = log.scrollHeight;
}

function atEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 60;
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
