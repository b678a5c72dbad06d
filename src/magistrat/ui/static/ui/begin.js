// Says before the first paint that scripts work.
document.documentElement.classList.replace("no-js", "js");
