# Makes the lists in flow_ports*.c of a file in the form of services(5), in
# which IANA's Service Name and Transport Protocol Port Number Registry is to
# be had:
#
#	awk -f ports.awk services | LC_ALL=C sort | awk -v pass=2 -f ports.awk
#
# Names are in small letters, with "-" for "_"; of several ports of a name
# the highest counts.
pass != 2 {
	sub(/#.*/, "")
	if (NF < 2 || split($2, part, "/") < 2)
		next
	name = tolower($1)
	gsub(/_/, "-", name)
	n = split(part[1], range, "-")
	if (name ~ /^[a-z0-9][-a-z0-9.]*$/ && range[n] + 0 > port[name] + 0)
		port[name] = range[n] + 0
}

pass == 2 {
	c = substr($1, 1, 1)
	if (c ~ /[0-9]/)
		c = "0"
	if (c != last) {
		if (last != "")
			printf "\",\n"
		printf "\t/* %s */\n\t\"", c
		last = c
		width = 9
	}
	item = $1 " " $2 " "
	if (width + length(item) > 79) {
		printf "\"\n\t\""
		width = 9
	}
	printf "%s", item
	width += length(item)
}

END {
	if (pass == 2)
		print "\""
	else
		for (name in port)
			print name, port[name]
}
