# A change that writes steps above others, and takes one away: the keys of steps count, and
# those of equal ones have ordinals.
mkdir -p .github/workflows
cat > .github/workflows/ci.yml <<'Y'
on: pull_request
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ github.event.pull_request.title }}
      - uses: acme/upload@v1
      - run: make
      - uses: acme/upload@v1
        with: {name: last}
Y
git add . && git commit -qm base && git branch base
cat > .github/workflows/ci.yml <<'Y'
on: pull_request
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ github.event.pull_request.body }}
      - uses: acme/upload@v1
        with: {name: above}
      - run: echo ${{ github.event.pull_request.title }}
      - uses: acme/upload@v1
      - run: make
      - uses: acme/upload@v1
        with: {name: last}
Y
git commit -qam "steps above"
git branch moved
cat > .github/workflows/ci.yml <<'Y'
on: pull_request
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
      - uses: acme/upload@v1
        with: {name: last}
Y
git commit -qam "steps away"
