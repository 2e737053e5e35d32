. "$CASE/../../shared/old.sh"
sed -i "/acme.build/d" .github/workflows/ci.yml; git mv .github/workflows/ci.yml .github/workflows/build.yml; git commit -qam mended
