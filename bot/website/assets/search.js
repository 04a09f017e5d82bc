// Shows the entries that have every word of the search in them. Without this script all of them are shown.
"use strict";

const box = document.querySelector("search");
const field = document.getElementById("search");
const status = document.getElementById("found");
const entries = [...document.querySelectorAll("li[data-words]")].map((item) => ({
  item,
  text: plain(`${item.textContent} ${item.dataset.words}`),
}));

function plain(text) {
  return text.toLowerCase().replace(/[’']/g, "");
}

function search() {
  const words = plain(field.value).split(/[^\p{L}\p{N}_.]+/u).filter(Boolean);
  let count = 0;
  for (const { item, text } of entries) {
    item.hidden = !words.every((word) => text.includes(word));
    count += item.hidden ? 0 : 1;
  }
  for (const section of [...document.querySelectorAll(".level section"), ...document.querySelectorAll(".level")]) {
    section.hidden = section.querySelector("li:not([hidden])") === null;
  }
  document.querySelector(".paths")?.toggleAttribute("hidden", words.length > 0);
  if (words.length === 0) status.textContent = "";
  else status.textContent = count ? status.dataset.found.replace("{count}", count) : status.dataset.nothing;
}

box.hidden = false;
field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", search);
search();
