"use strict";
// What moves by itself: a story being played, the calendar, pop-ups.

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

// turn lets the calendar turn to the day it shows now: one leaf falls for each day that passed,
// a few at most.
function turn(old) {
  if (calm.matches) return;
  const now = $("#leaf"), clock = $(".now b");
  if (old.clock !== clock.textContent) {
    clock.animate([{ transform: "translateY(35%)", opacity: 0 }, { transform: "none", opacity: 1 }], { duration: 320, easing: "ease-out" });
  }
  const days = Math.round((Date.parse(now.dataset.date) - Date.parse(old.date)) / 864e5);
  for (let n = Math.min(days, 5) - 1; n >= 0; n--) fall(old.node.cloneNode(true), now, n, n);
}

// fall lets the leaf of n days after the old one fall from where the new one is.
function fall(leaf, now, n, order) {
  const at = now.getBoundingClientRect(), day = new Date(leaf.dataset.date);
  day.setUTCDate(day.getUTCDate() + n);
  $(".leaf-day", leaf).textContent = day.getUTCDate();
  leaf.removeAttribute("id");
  leaf.setAttribute("aria-hidden", "true");
  leaf.classList.add("falling");
  Object.assign(leaf.style, { left: at.left + "px", top: at.top + "px", width: at.width + "px", height: at.height + "px" });
  document.body.append(leaf);
  leaf.animate([
    { transform: "perspective(260px) rotateX(0)", opacity: 1 },
    { transform: "perspective(260px) rotateX(-60deg) translateY(4px)", opacity: 1, offset: 0.5 },
    { transform: "perspective(260px) rotateX(-115deg) translateY(34px)", opacity: 0 },
  ], { duration: 560, delay: order * 150, fill: "backwards", easing: "cubic-bezier(.45,0,.7,.6)" }).finished.finally(() => leaf.remove());
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
