/** What hostile words call. Whoever visits with this trap set hears of it on the console. */
window.zap = function () {
  const by = window.event?.target?.outerHTML ?? document.currentScript?.outerHTML ?? "something";
  window.ran = (window.ran ?? 0) + 1;
  console.error(`Words ran: ${by.slice(0, 200)}`);
};
