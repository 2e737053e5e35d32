def project do
 apps_path: "apps"
defp deps do
 {:a, "1"},
 {:b, path: "x"}
