// Binds the file inputs marked data-picture. What they hold afterwards is what is sent; `picture-ready` says so.
// The editors are loaded when a file is chosen, so that a page that has an input stays light.
import { edited } from "./dialog.js";
import { formatOf, Unreadable } from "./picture.js";

const PICTURES = 'input[type="file"][data-picture]';
const HEIC = "这台设备打不开HEIC格式的图片，已原样上传。";
const UNREADABLE = "这个文件打不开，可能已损坏，或者不是图片。请重新拍一张，或者换成JPG、PNG图片。";
const FAILED = "图片没有处理成功，可能是手机内存不够。请关闭其他程序后重新选择，或者换一张小一些的图片。";

const numbers = (text, by) => text.split(by).map(Number);

const KINDS = {
  portrait: {
    name: () => "photo",
    async editor({ ratio, min }) {
      const { LONGEST, portraitEditor } = await import("./portrait.js");
      const [width, height] = numbers(ratio, ":");
      return { longest: LONGEST, makeEditor: portraitEditor({ ratio: width / height, least: numbers(min, "x") }) };
    },
  },
  paper: {
    name: (i) => `paper-${i + 1}`,
    async editor() {
      const { LONGEST, paperEditor } = await import("./paper.js");
      return { longest: LONGEST, makeEditor: paperEditor };
    },
  },
};

function noteOf(input) {
  const after = input.nextElementSibling;
  if (after?.classList.contains("picture-note")) return after;
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  note.className = "picture-note";
  input.after(note);
  return note;
}

function note(input, text, isWrong = false) {
  noteOf(input).className = `picture-note ${isWrong ? "field-error" : "hint"}`;
  noteOf(input).textContent = text;
}

async function handle(input, dialog) {
  const files = [...input.files];
  const ready = new DataTransfer();
  const notes = new Set(), faults = new Set();
  // Nothing is sent before it was looked at.
  input.value = "";
  note(input, "");
  for (const [i, file] of files.entries()) {
    try {
      const name = KINDS[input.dataset.picture].name(ready.files.length);
      const done = await settled(input, dialog, file, files.length > 1 ? `第${i + 1}个，共${files.length}个` : "");
      if (done) ready.items.add(new File([done.content], `${name}.${done.ending}`, { type: done.type }));
      if (done?.note) notes.add(done.note);
    } catch (error) {
      faults.add(error instanceof Unreadable ? UNREADABLE : FAILED);
      if (!(error instanceof Unreadable)) console.error(error);
    }
  }
  note(input, [...faults, ...notes].join(""), faults.size > 0);
  if (!ready.files.length) return;
  input.files = ready.files;
  const detail = { note: [...notes].join("") };
  input.dispatchEvent(new CustomEvent("picture-ready", { bubbles: true, detail }));
}

// What shall be sent of one file, or null if it was given up. The file's own name stays here.
async function settled(input, dialog, file, count) {
  const kind = KINDS[input.dataset.picture];
  const format = await formatOf(file);
  if (format === "pdf" && input.dataset.picture === "paper") {
    return { content: file, ending: "pdf", type: "application/pdf" };
  }
  try {
    const content = await edited({ dialog, file, count, ...(await kind.editor(input.dataset)) });
    return content && { content, ending: "jpg", type: "image/jpeg" };
  } catch (error) {
    if (!(error instanceof Unreadable) || format !== "heic") throw error;
    return { content: file, ending: "heic", type: "image/heic", note: HEIC };
  }
}

function start() {
  document.querySelectorAll(PICTURES).forEach(noteOf);
  document.addEventListener("change", ({ target }) => {
    if (!target.matches(PICTURES) || !target.files.length) return;
    const dialog = document.getElementById(`picture-${target.dataset.picture}`);
    handle(target, dialog);
  });
}

// A browser without dialogs sends files as they are chosen.
if (globalThis.HTMLDialogElement) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
