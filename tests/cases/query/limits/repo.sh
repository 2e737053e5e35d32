head -c 9000000 /dev/zero | tr '\0' ' ' >large.json
{ for i in $(seq 90); do printf '[1,'; done; printf 0; for i in $(seq 90); do printf ']'; done; } >deep.json
{ printf -- '- &long "%s"\n' "$(head -c 4000000 /dev/zero | tr '\0' x)"; for i in $(seq 100); do echo '- *long'; done; } >often.yml
printf '["%s"]\n' "$(head -c 60 /dev/zero | tr '\0' a)" >text.json
