// The viewer of the review bench and its keys. Without this script all pages stand below one another, and the form works.
"use strict";

(() => {
  const viewer = document.getElementById("viewer");
  const stage = document.getElementById("stage");
  const tools = document.getElementById("tools");
  const sheets = stage ? [...stage.querySelectorAll(".sheets > li")] : [];
  const thumbs = [...document.querySelectorAll("#thumbs a")];
  const where = document.getElementById("where");
  const turns = new Map();
  const MOST = 6, STEP = 1.25;
  let shown = 0, zoom = 1;

  function draw() {
    const sheet = sheets[shown];
    const frame = sheet && sheet.querySelector(".sheet-frame");
    const picture = frame && frame.querySelector("img");
    if (!picture || !picture.naturalWidth) return;
    const turn = turns.get(sheet) || 0;
    const isAcross = turn % 180 !== 0;
    const width = isAcross ? picture.naturalHeight : picture.naturalWidth;
    const height = isAcross ? picture.naturalWidth : picture.naturalHeight;
    const room = stage.clientHeight - frame.offsetTop + stage.offsetTop - 16;
    const fits = Math.min((stage.clientWidth - 24) / width, Math.max(room, 160) / height);
    const scale = fits * zoom;
    frame.style.width = `${width * scale}px`;
    frame.style.height = `${height * scale}px`;
    picture.style.width = `${picture.naturalWidth * scale}px`;
    picture.style.height = `${picture.naturalHeight * scale}px`;
    picture.style.transform = `translate(-50%, -50%) rotate(${turn}deg)`;
  }

  function show(number) {
    shown = Math.max(0, Math.min(sheets.length - 1, number));
    zoom = 1;
    sheets.forEach((sheet, at) => sheet.classList.toggle("is-shown", at === shown));
    thumbs.forEach((thumb, at) => {
      if (at === shown) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
    const thumb = thumbs[shown].parentElement, list = thumb.parentElement;
    list.scrollTop = thumb.offsetTop - list.offsetTop - list.clientHeight / 2 + thumb.clientHeight / 2;
    list.scrollLeft = thumb.offsetLeft - list.offsetLeft - list.clientWidth / 2 + thumb.clientWidth / 2;
    stage.scrollTo(0, 0);
    where.textContent = `第${shown + 1}页，共${sheets.length}页`;
    draw();
  }

  const acts = {
    earlier: () => show(shown - 1),
    later: () => show(shown + 1),
    in: () => { zoom = Math.min(MOST, zoom * STEP); draw(); },
    out: () => { zoom = Math.max(1 / 2, zoom / STEP); draw(); },
    whole: () => { zoom = 1; draw(); },
    turn: () => {
      turns.set(sheets[shown], ((turns.get(sheets[shown]) || 0) + 90) % 360);
      draw();
    },
  };

  if (sheets.length) {
    viewer.classList.add("is-live");
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) acts[button.dataset.act]();
    });
    thumbs.forEach((thumb, at) => thumb.addEventListener("click", (event) => {
      event.preventDefault();
      show(at);
    }));
    stage.querySelectorAll("img").forEach((picture) => picture.addEventListener("load", draw));
    addEventListener("resize", draw);
    show(0);
  }

  const decision = document.getElementById("decision");
  const note = document.getElementById("note");
  const keys = document.getElementById("keys");
  const switched = document.getElementById("keys_on");
  let isSent = false;

  if (keys) {
    keys.hidden = false;
    document.body.classList.add("has-keys");
    switched.checked = localStorage.getItem("linli-review-keys") !== "off";
    switched.addEventListener("change", () => {
      localStorage.setItem("linli-review-keys", switched.checked ? "on" : "off");
    });
  }

  if (decision) {
    decision.addEventListener("submit", (event) => {
      // A key held down sends once.
      if (isSent) event.preventDefault();
      isSent = true;
    });
    addEventListener("pageshow", () => { isSent = false; });
    const refusal = document.getElementById("refusal");
    if (refusal) refusal.focus();
  }

  function isTyping(target) {
    return target.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=hidden])");
  }

  function follow() {
    const link = document.getElementById("following");
    if (link) link.click();
  }

  function choose(key) {
    const choice = decision && decision.querySelector(`[data-key="${key}"]`);
    if (!choice) return;
    choice.checked = true;
    choice.focus();
  }

  const byKey = {
    j: acts.later, k: acts.earlier, r: acts.turn, "+": acts.in, "=": acts.in, "-": acts.out, 0: acts.whole,
    s: follow, n: () => note && note.focus(),
    1: () => choose(1), 2: () => choose(2), 3: () => choose(3),
  };
  const ofViewer = new Set(["j", "k", "r", "+", "=", "-", "0"]);

  document.addEventListener("keydown", (event) => {
    // What an input method is composing is not for the page.
    if (event.isComposing) return;
    if (event.key === "Enter" && event.ctrlKey && decision) {
      event.preventDefault();
      if (!isSent) decision.requestSubmit();
      return;
    }
    const key = event.key.toLowerCase();
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey);
    const isOn = !switched || switched.checked;
    if (!isPlain || !isOn || isTyping(event.target) || !Object.hasOwn(byKey, key)) return;
    if (ofViewer.has(key) && !sheets.length) return;
    event.preventDefault();
    byKey[key]();
  });
})();
