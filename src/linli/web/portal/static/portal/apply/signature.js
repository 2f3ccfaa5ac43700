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
}
