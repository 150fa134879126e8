// A receipt's QR code opens this page with the code behind the "#", which browsers send to no server and name in no
// referrer. Here it moves from the address into the form, and out of the browser's history.
const form = document.querySelector("form.receipt-entry");

function enter() {
  const code = location.hash.slice(1).replaceAll("-", "");
  if (form && /^[0-9A-Za-z]{12}$/.test(code)) {
    history.replaceState(null, "", location.pathname);
    form.elements.code.value = code;
    form.submit();
  }
}

addEventListener("hashchange", enter);
enter();
