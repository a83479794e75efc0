// The form on the tab "Import": sends what was chosen, and shows what came of it.
// Text from the books or the bank is set as text, never as HTML.

import { put, say, showAnswer } from "./Record.js";

/** Send the choices; the answer is an object with `said` and `diff`, or `error`. */
async function send(form, dryRun) {
  const choices = [...form.querySelectorAll("select[data-line]")].map(
    (select) => {
      const [typed, remember] = select.parentElement.querySelectorAll(".own input");
      const isOwn = select.value === "own";
      return isOwn ? { own: typed.value, remember: remember.checked } : select.value;
    },
  );
  const { file, fingerprint, reading } = form.dataset;
  const sent = { file, fingerprint, reading: JSON.parse(reading), choices, dry_run: dryRun };
  return put(form, sent, "imported");
}

function wire(form) {
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const dryRun = button.dataset.action === "preview";
      buttons.forEach((one) => (one.disabled = true));
      const answer = await send(form, dryRun).catch(() => ({
        error: say(form, "Fava doesn't answer; nothing is known to be imported."),
      }));
      const result = form.querySelector(".result");
      showAnswer(result, answer);
      result.focus();
      // What is imported is imported: only a look again makes sense.
      const isDone = !dryRun && !answer.error;
      buttons.forEach((one) => (one.disabled = isDone));
    });
  }
  for (const select of form.querySelectorAll("select[data-line]")) {
    const reason = form.querySelector(`#${select.getAttribute("aria-describedby")}`);
    select.addEventListener("change", () => {
      reason.textContent = select.selectedOptions[0].dataset.reason;
      select.parentElement.querySelector(".own").hidden = select.value !== "own";
    });
  }
}

/** A file's bytes as the server takes them, in letters. */
function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** Send a file to the inbox; the answer has its `address`, or an `error`. */
async function upload(form) {
  const [file] = form.querySelector("input[type=file]").files;
  return put(form, { name: file.name, content: await encoded(file) }, "uploaded", "kept");
}

function wireUpload(form) {
  const [button, said] = ["button", ".said"].map((name) => form.querySelector(name));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.querySelector("input[type=file]").files.length) {
      said.textContent = say(form, "Choose a file first.");
      return;
    }
    button.disabled = true;
    said.textContent = say(form, "Sending …");
    const answer = await upload(form).catch(() => ({
      error: say(
        form,
        "The file can't be read, or Fava doesn't answer; nothing is known to be kept.",
      ),
    }));
    if (answer.address) {
      location.assign(answer.address);
      return;
    }
    said.textContent = answer.error;
    button.disabled = false;
  });
}

export default {
  onExtensionPageLoad() {
    const file = document.querySelector(".ledgerkit form.upload");
    if (file) {
      wireUpload(file);
    }
    const form = document.querySelector(".ledgerkit .bank-import");
    if (form) {
      wire(form);
    }
  },
};
