.library(
.package(url: "x")
.package(path: "y")
