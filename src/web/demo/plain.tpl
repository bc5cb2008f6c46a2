<!doctype html>
<html lang="{{page.lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<title>{{plain.title}}</title>
<link rel="icon" href="favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="demo.css">
<script src="widget.js" data-lang="{{page.code}}" defer></script>
<script src="demo.js" defer></script>
</head>
<body>
<header class="site">
  <div class="wide">
    <span class="logo"><span>{company.name}</span></span>
    <a class="language" href="?lang={{page.other}}" lang="{{page.switch_lang}}" hreflang="{{page.switch_lang}}" aria-label="{{page.switch}}: {{page.switch_label}}">{{page.switch}}</a>
  </div>
</header>
<main class="wide prose">
  <h1>{{plain.title}}</h1>
  <p class="lead">{{plain.text}}</p>
  <p><button type="button" class="primary" data-ask="">{{plain.ask}}</button></p>
  <p><a href="demo/inbox?lang={{page.code}}" target="_blank">{{footer.inbox}}</a></p>
  <p><a href="privacy?lang={{page.code}}">{{footer.privacy}}</a></p>
</main>
</body>
</html>
