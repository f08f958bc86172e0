// Loads the page again when a part of it did not come: a module that failed once is not asked for again by the browser.
// No module itself, so that it is there before them.

(() => {
  const KEY = 'pipelines.loads';
  const MOST = 5;

  let isLoading = false;

  addEventListener('error', ({ target }) => {
    const isPart = target instanceof HTMLScriptElement || (target instanceof HTMLLinkElement && target.rel === 'stylesheet');
    if (isPart && !isLoading) {
      isLoading = true;
      loadAgain(Number(sessionStorage.getItem(KEY)) + 1);
    }
  }, true);

  function loadAgain(times) {
    if (times > MOST) {
      sessionStorage.removeItem(KEY);
      document.body.textContent = 'The panel could not be loaded. Check that the platform runs and that you are connected, then load the page again.';
      return;
    }
    sessionStorage.setItem(KEY, times);
    setTimeout(() => location.reload(), 250 * 2 ** times);
  }
})();
