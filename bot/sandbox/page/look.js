"use strict";
// What the visitor looks at: which conversation, which pane, as whom.

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
