/* A signature drawn with finger, pen or mouse, sent as a picture. */
export function bindSignature(form) {
  const pad = form.querySelector("canvas");
  const context = pad.getContext("2d");
  let isEmpty = true;
  form.hidden = false;
  context.lineWidth = 5;
  context.lineCap = context.lineJoin = "round";

  function place(event) {
    const frame = pad.getBoundingClientRect();
    return [((event.clientX - frame.left) * pad.width) / frame.width, ((event.clientY - frame.top) * pad.height) / frame.height];
  }

  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    context.beginPath();
    context.moveTo(...place(event));
  });
  pad.addEventListener("pointermove", (event) => {
    if (!pad.hasPointerCapture(event.pointerId)) return;
    context.lineTo(...place(event));
    context.stroke();
    isEmpty = false;
  });
  form.querySelector("[data-clear]").addEventListener("click", () => {
    context.clearRect(0, 0, pad.width, pad.height);
    isEmpty = true;
  });
  form.addEventListener("submit", (event) => {
    const input = form.querySelector("input[type=file]");
    if (input.files.length) return;
    event.preventDefault();
    if (isEmpty) {
      pad.focus();
      return;
    }
    pad.toBlob((picture) => {
      const files = new DataTransfer();
      files.items.add(new File([picture], "signature.png", { type: "image/png" }));
      input.files = files.files;
      form.requestSubmit();
    });
  });
  const pledge = document.getElementById("pledge");
  pledge.addEventListener("submit", (event) => {
    if (isEmpty) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pledge.querySelector("[data-state]").textContent = "手写的签名还没有保存。请先点“保存签名”；不要这个签名的，点“重写”清除。";
  });
}

/* Saving or deleting a signature loads the page anew: what is ticked and typed waits in this tab for that long. */
export function keepPledge(drawn) {
  const place = `linli:pledge:${drawn.dataset.owner}`;
  const { pledged, signed_name: name } = document.getElementById("pledge").elements;

  function stored(act) {
    try {
      return act(sessionStorage);
    } catch {
      // A browser that keeps nothing for pages: it is ticked and typed once more.
      return null;
    }
  }

  const waiting = JSON.parse(stored((store) => store.getItem(place)) ?? "null");
  stored((store) => store.removeItem(place));
  // Whoever comes back another way has perhaps changed the form meanwhile, and pledges anew.
  if (waiting && (location.hash === "#drawn" || "answered" in drawn.dataset)) {
    pledged.checked = waiting.pledged;
    name.value = waiting.name;
  }
  for (const form of drawn.querySelectorAll("form")) {
    form.addEventListener("submit", () => {
      stored((store) => store.setItem(place, JSON.stringify({ pledged: pledged.checked, name: name.value })));
    });
  }
}
