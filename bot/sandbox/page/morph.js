"use strict";
// morph makes an element like another one with as few changes as possible, so that scrolling,
// focus, selections and what people are typing stay. Children with an id are matched by it.
// What carries data-own belongs to the browser once it is there; what carries data-shown was
// uncovered by the visitor and stays so.
function morph(old, now) {
  if (old.hasAttribute("data-own")) return;
  if (!old.hasAttribute("data-shown")) morphAttributes(old, now);
  morphChildren(old, now);
}

function morphChildren(old, now) {
  const known = new Map();
  for (const child of old.children) if (child.id) known.set(child.id, child);
  let place = old.firstChild;
  for (const want of [...now.childNodes]) {
    const match = want.id ? known.get(want.id) : similar(place, want);
    if (!match) {
      const fresh = document.importNode(want, true);
      old.insertBefore(fresh, place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else old.insertBefore(match, place);
    if (match.nodeType !== Node.ELEMENT_NODE) {
      if (match.data !== want.data) match.data = want.data;
    } else if (!match.isEqualNode(want)) morph(match, want);
    known.delete(want.id);
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

function similar(old, want) {
  if (!old || old.nodeType !== want.nodeType || old.id) return null;
  return old.nodeType === Node.ELEMENT_NODE && old.tagName !== want.tagName ? null : old;
}

function morphAttributes(old, now) {
  for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
}
