// Fava puts the pages of extensions last in its menu. Under `ledgerkit serve` they come
// first: there they are what the books are opened for.

/** Put our part of the menu before Fava's; it stays there, so once is enough. */
function comeFirst() {
  const menu = document.querySelector("aside");
  const ours = [...(menu?.querySelectorAll(":scope > ul") ?? [])].find((part) =>
    part.querySelector('a[href*="/extension/Overview/"]'),
  );
  if (ours && menu.firstElementChild !== ours) {
    menu.prepend(ours);
  }
}

export default {
  init: comeFirst,
  onPageLoad: comeFirst,
};
