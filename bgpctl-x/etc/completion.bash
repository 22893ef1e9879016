# bash completion of bgpctl-x: the program knows its words.
_bgpctl_x()
{
	COMPREPLY=()
	local line=${COMP_LINE:0:COMP_POINT} words word
	# not as readline parts them: addresses have colons
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=("")
	word=${words[-1]}
	mapfile -t COMPREPLY < <("${words[0]}" complete "${words[@]:1}" \
	    2>/dev/null)
	if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
		COMPREPLY=("${COMPREPLY[@]#"${word%:*}:"}")
	fi
}
complete -o default -F _bgpctl_x bgpctl-x
