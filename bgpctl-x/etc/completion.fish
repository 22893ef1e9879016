# fish completion of bgpctl-x: the program knows its words.
function __bgpctl_x
    set -l words (commandline -opc)
    $words[1] complete $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c bgpctl-x -a '(__bgpctl_x)'
