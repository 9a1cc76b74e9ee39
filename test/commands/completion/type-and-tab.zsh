# Types each line and TAB into an interactive zsh, and prints what it adds as completions.
zmodload zsh/zpty zsh/zselect
zpty inner zsh -f -i
zpty -w inner "unsetopt zle_bracketed_paste; cd ${(q)PWD}; autoload -Uz compinit; compinit -u -D; mp2fb() { print -rl -- stores-eu 'stores us' '\$(touch pwned)' }; source ${(q)1}; compadd() { local -a hits; builtin compadd -A hits \"\$@\" 2>/dev/null; print -rl -- \$hits >> hits; builtin compadd \"\$@\" }; bindkey '^I' complete-word; print > ready"
await() { local i out; for ((i = 0; i < 500; i++)) { while zpty -r -t inner out; do :; done; [[ -e $1 ]] && break; zselect -t 2 }; rm -f $1 }
await ready
for line in "${@:2}"; do
  : > hits
  zpty -w -n inner "$line"$'\t'
  zpty -w -n inner $'\C-u'"print > ready"$'\n'
  await ready
  print -r -- "${(j:|:)${(@fu)$(<hits)}}"
done
zpty -d inner
