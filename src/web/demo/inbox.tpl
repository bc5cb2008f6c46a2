<!doctype html>
<html lang="{{page.lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>{{inbox.title}} · Liuke 留客</title>
<link rel="icon" href="../favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../demo.css">
<link rel="stylesheet" href="inbox.css">
<script src="inbox.js" defer></script>
</head>
<body data-copied="{{inbox.copied}}" data-not-copied="{{inbox.not_copied}}" data-nobody="{{inbox.nobody}}">
<header class="site">
  <div class="wide">
    <a class="logo" href="../?lang={{page.code}}" aria-label="Liuke 留客 · {{inbox.back}}"><span>Liuke 留客</span></a>
    <a class="language" href="?lang={{page.other}}" lang="{{page.switch_lang}}" hreflang="{{page.switch_lang}}" aria-label="{{page.switch}}: {{page.switch_label}}">{{page.switch}}</a>
  </div>
</header>
<main class="wide inbox">
  <h1>{{inbox.title}}</h1>
  <p class="only">{{inbox.only}}</p>
  <p id="lost" class="lost" role="status" hidden>{{inbox.lost}}</p>
  <ol id="messages" aria-label="{{inbox.messages}}" aria-live="polite"></ol>
  <div id="empty" class="empty">
    <h2>{{inbox.empty}}</h2>
    <p>{{inbox.empty_text}}</p>
    <p><a href="../?lang={{page.code}}">{{inbox.back}}</a></p>
  </div>
  <template id="message">
    <li class="message">
      <p class="meta"><span>{{inbox.to}} <b class="receivers"></b></span><span><span class="expired" hidden>{{inbox.expired}}</span> <time></time></span></p>
      <p class="code"><strong></strong><button type="button" class="secondary">{{inbox.copy}}</button></p>
      <p class="text"></p>
    </li>
  </template>
</main>
</body>
</html>
