// The form on the tab "Import": sends what was chosen, and shows what came of it.
// Text from the books or the bank is set as text, never as HTML.

/** Send the choices; the answer is an object with `said` and `diff`, or `error`. */
async function send(form, dryRun) {
  const choices = [...form.querySelectorAll("select[data-line]")].map(
    (select) => {
      const [typed, remember] = select.parentElement.querySelectorAll(".own input");
      const isOwn = select.value === "own";
      return isOwn ? { own: typed.value, remember: remember.checked } : select.value;
    },
  );
  const response = await fetch(form.dataset.address, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      file: form.dataset.file,
      fingerprint: form.dataset.fingerprint,
      reading: JSON.parse(form.dataset.reading),
      choices,
      dry_run: dryRun,
    }),
  });
  if (response.status === 401) {
    return { error: "Fava was started to read only, so nothing can be imported." };
  }
  try {
    return await response.json();
  } catch {
    return { error: `Fava answered ${response.status}; nothing was imported.` };
  }
}

function show(form, answer) {
  const result = form.querySelector(".result");
  const lines = answer.error ? [answer.error] : answer.said;
  result.querySelector(".said").textContent = lines.join("\n");
  result.classList.toggle("failed", Boolean(answer.error));
  const diff = result.querySelector("pre");
  diff.textContent = answer.diff ?? "";
  diff.hidden = !answer.diff;
  result.hidden = false;
  result.focus();
}

function wire(form) {
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const dryRun = button.dataset.action === "preview";
      buttons.forEach((one) => (one.disabled = true));
      const answer = await send(form, dryRun).catch(() => ({
        error: "Fava doesn't answer; nothing is known to be imported.",
      }));
      show(form, answer);
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

export default {
  onExtensionPageLoad() {
    const form = document.querySelector(".ledgerkit .bank-import");
    if (form) {
      wire(form);
    }
  },
};
