terraform {
 backend "s3" {}
}
module "a" {
 source = "./a"
}
module "b" { source = "git::x//y" }
