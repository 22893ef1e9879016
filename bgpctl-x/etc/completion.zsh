#compdef bgpctl-x
# zsh completion of bgpctl-x: the program knows its words.
local -a found
# in quotes, that a word which is still empty is passed on
found=(${(f)"$(${~words[1]} complete "${(@Q)words[2,CURRENT-1]}" "$PREFIX" \
    2>/dev/null)"})
if (( $#found )); then
	compadd -a found
else
	_files
fi
