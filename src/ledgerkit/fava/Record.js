// The form of an action: shows what it would write, and writes just that.
// Text from the books is set as text, never as HTML.

/** The values to send; of a record that is edited, only those that were changed. */
function valuesOf(form) {
  const values = {};
  for (const field of form.querySelectorAll("[data-field]")) {
    const was = field.tagName === "SELECT"
      ? [...field.options].find((option) => option.defaultSelected)?.value ?? ""
      : field.defaultValue;
    const isKept = "changesOnly" in form.dataset && field.value === was;
    if (!isKept || field.required) {
      values[field.name] = field.value;
    }
  }
  for (const set of form.querySelectorAll("[data-unticked]")) {
    const boxes = [...set.querySelectorAll("input:not(:checked)")];
    values[set.dataset.unticked] = boxes.map((box) => box.value).join("\n");
  }
  for (const set of form.querySelectorAll("[data-ticked]")) {
    const boxes = [...set.querySelectorAll("input:checked")];
    values[set.dataset.ticked] = boxes.map(partOf).join("\n");
  }
  for (const set of form.querySelectorAll("[data-asked]")) {
    const given = [...set.querySelectorAll("input")].filter((one) => one.value.trim());
    values[set.dataset.asked] = given
      .map((one) => `${one.name}=${one.value.trim()}`)
      .join("\n");
  }
  return values;
}

/** A text in the language of the page, which the form brings along. */
export function say(form, text) {
  return JSON.parse(form.dataset.words ?? "{}")[text] ?? text;
}

/** What is ticked, with how much of it if that is typed beside it. */
function partOf(box) {
  const part = box.closest("label").querySelector(".part")?.value.trim();
  return part ? `${box.value}=${part}` : box.value;
}

/**
 * Send a form's values, for every page of ours; the answer is an object, with `error`
 * if it failed. `done` is what is done with them: "recorded".
 */
export async function put(form, values, done, kept = done) {
  const response = await fetch(form.dataset.address, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
  if (response.status === 401) {
    const said = `Fava was started to read only, so nothing can be ${done}.`;
    return { error: say(form, said) };
  }
  try {
    return await response.json();
  } catch {
    const said = say(form, `Fava answered {status}; nothing was ${kept}.`);
    return { error: said.replace("{status}", response.status) };
  }
}

/** Ask for the draft, or write it; the answer has `said`, `diff` and `seen`, or `error`. */
async function send(form, seen) {
  const [action, values] = [form.dataset.action, valuesOf(form)];
  return put(form, { action, values, dry_run: seen === null, seen }, "recorded");
}

/** What was said, and the diff, or why there is none. */
export function showAnswer(result, answer) {
  const lines = answer.error ? [answer.error] : answer.said;
  result.querySelector(".said").textContent = lines.join("\n");
  result.classList.toggle("failed", Boolean(answer.error));
  const diff = result.querySelector("pre");
  diff.replaceChildren(...(answer.diff ?? "").split("\n").map(diffLine));
  diff.hidden = !answer.diff;
  result.hidden = false;
}

function show(form, result, answer) {
  showAnswer(result, answer);
  result.querySelector(".letters").replaceChildren(...(answer.pages ?? []).map(letter));
  const files = Object.entries(answer.files ?? {}).map((file) => fileLink(form, file));
  result.querySelector(".files").replaceChildren(...files);
  result.querySelector(".write").hidden = !answer.seen;
}

/** What may be left out of the draft, and what may be added: a box each. */
function showChoices(form, choices) {
  for (const set of choices ? form.querySelectorAll("[data-unticked], [data-ticked]") : []) {
    const mine = choices.filter((one) => one.is_extra === "ticked" in set.dataset);
    set.replaceChildren(set.querySelector("legend"), ...mine.map((one) => choiceBox(form, one)));
    set.hidden = mine.length === 0;
  }
}

function choiceBox(form, { value, label, is_in, part }) {
  const [field, box, amount] = ["label", "input", "input"].map((tag) =>
    document.createElement(tag),
  );
  Object.assign(box, { type: "checkbox", value, checked: is_in });
  field.append(box, ` ${label}`);
  if (part !== null) {
    const ariaLabel = say(form, "Amount for {number}").replace("{number}", value);
    const placeholder = say(form, "all of it");
    Object.assign(amount, { value: part, placeholder, ariaLabel });
    Object.assign(amount, { className: "part", autocomplete: "off" });
    field.append(amount);
  }
  return field;
}

/** What is in the way of the draft: a field each for a reason to do it all the same. */
function showQuestions(form, questions) {
  const set = form.querySelector("[data-asked]");
  if (!set || !questions) {
    return;
  }
  set.replaceChildren(set.querySelector("legend"), ...questions.map((one) => question(form, one)));
  set.hidden = false;
}

function question(form, { name, label, problems, reason }) {
  const [field, what, input] = ["label", "span", "input"].map((tag) =>
    document.createElement(tag),
  );
  what.textContent = label;
  const found = problems.map((problem) => {
    const line = document.createElement("small");
    line.textContent = problem;
    return line;
  });
  const placeholder = say(form, "Reason");
  Object.assign(input, { name, value: reason, placeholder, autocomplete: "off" });
  field.append(what, ...found, input);
  return field;
}

/** A letter, folded, as it will be sent: no script, no form, no way out. */
function letter({ heading, page }) {
  const [fold, summary, frame] = ["details", "summary", "iframe"].map((tag) =>
    document.createElement(tag),
  );
  summary.textContent = heading;
  frame.setAttribute("sandbox", "");
  Object.assign(frame, { title: heading, srcdoc: page, className: "document" });
  fold.append(summary, frame);
  return fold;
}

function fileLink(form, [name, text]) {
  const textContent = say(form, "Save {file}").replace("{file}", name);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.setAttribute("data-remote", "");
  Object.assign(link, { download: name, textContent, className: "button" });
  return link;
}

function diffLine(text) {
  const line = document.createElement("span");
  line.textContent = `${text}\n`;
  if (/^[+-](?![+-]{2} )/.test(text)) {
    line.className = text[0] === "+" ? "added" : "removed";
  }
  return line;
}

function wire(form) {
  const result = form.parentElement.querySelector(".result");
  const [preview, write, back] = ["preview", "write", "back"].map((name) =>
    form.parentElement.querySelector(`.${name}`),
  );
  let seen = null;
  const ask = async (shown) => {
    preview.disabled = write.disabled = true;
    const answer = await send(form, shown).catch(() => ({
      error: say(form, "Fava doesn't answer; nothing is known to be recorded."),
    }));
    seen = answer.seen ?? null;
    show(form, result, answer);
    showChoices(form, answer.choices);
    showQuestions(form, answer.questions);
    const isDone = shown !== null && !answer.error;
    // What is written is written: only a look again makes sense.
    preview.disabled = isDone;
    write.disabled = seen === null;
    back.hidden = !isDone;
    (isDone ? back : seen === null ? result : write).focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(null);
  });
  form.addEventListener("input", () => {
    // What was shown is no longer what would be written.
    seen = null;
    result.hidden = true;
    preview.disabled = false;
  });
  write.addEventListener("click", () => ask(seen));
  back.addEventListener("click", () => history.back());
}

export default {
  onExtensionPageLoad() {
    const form = document.querySelector(".ledgerkit form.act");
    if (form) {
      wire(form);
    }
  },
};
