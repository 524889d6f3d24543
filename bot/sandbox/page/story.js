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
