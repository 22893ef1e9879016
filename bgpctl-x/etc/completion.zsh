#compdef bgpctl-x
# zsh completion of bgpctl-x: the program knows its words.
local -a found
found=(${(f)"$($words[1] complete ${(@)words[2,CURRENT]} 2>/dev/null)"})
if (( $#found )); then
	compadd -a found
else
	_files
fi
