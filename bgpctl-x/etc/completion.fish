# fish completion of bgpctl-x: the program knows its words.
function __bgpctl_x
    set -l words (commandline -opc)
    set -l part (commandline -ct)
    set -l found ($words[1] complete $words[2..-1] "$part" 2>/dev/null)
    if set -q found[1]
        printf '%s\n' $found
    else
        __fish_complete_path "$part"
    end
end
# no files but those: a neighbor does not stand among them
complete -c bgpctl-x -f -a '(__bgpctl_x)'
