// Buttons and links with data-confirm ask first, in a dialog. Without scripts they simply act.

export function handleConfirmations() {
  const dialog = document.querySelector("[data-confirm-dialog]");
  if (!dialog?.showModal) return;
  const question = dialog.querySelector("[data-confirm-question]");
  const yes = dialog.querySelector("[data-confirm-yes]");
  const no = dialog.querySelector("[data-confirm-no]");
  const labels = { yes: yes.textContent, no: no.textContent };
  let asked = null;

  document.addEventListener(
    "click",
    (event) => {
      const control = event.target.closest?.("[data-confirm]");
      if (!control || control.dataset.confirmed) return;
      event.preventDefault();
      event.stopPropagation();
      asked = control;
      question.textContent = control.dataset.confirm;
      yes.textContent = control.dataset.confirmOk || labels.yes;
      no.textContent = control.dataset.confirmCancel || labels.no;
      yes.className = `button ${control.classList.contains("danger") ? "danger" : "primary"}`;
      dialog.returnValue = "";
      dialog.showModal();
      no.focus();
    },
    true,
  );

  dialog.addEventListener("close", () => {
    const control = asked;
    asked = null;
    control?.focus();
    if (dialog.returnValue !== "yes" || !control) return;
    control.dataset.confirmed = "1";
    control.click();
    delete control.dataset.confirmed;
  });
}
