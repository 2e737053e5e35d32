for folder in $(seq 1 30); do
    mkdir -p "d$folder/src"
    printf 'FROM golang:1.%d AS build\nFROM alpine\n' $((folder % 7)) > "d$folder/Dockerfile"
    for file in $(seq 1 20); do echo "$folder $file" > "d$folder/src/$file.go"; done
done
git add -A && git commit -q -m one
