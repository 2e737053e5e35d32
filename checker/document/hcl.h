/* hcl.h - HCL's native syntax (Terraform, OpenTofu, Packer, Nomad, Terragrunt; the
 * HCL Native Syntax Specification) to nodes, as HCL's own JSON form writes it and
 * hcl2json prints it:
 *
 *   terraform { required_version = ">= 1.5" }     {"terraform": [{"required_version": ">= 1.5"}],
 *   resource "aws_s3_bucket" "logs" {              "resource": {"aws_s3_bucket": {"logs": [
 *     bucket = var.name                               {"bucket": "${var.name}",
 *     tags   = { team = "pay" }                        "tags": {"team": "pay"}}]}}}
 *   }
 *
 * Labels are keys; the bodies of blocks are always in a sequence. Texts, numbers,
 * booleans, null, tuples and objects are what they are; every other expression is a
 * text, "${...}", as it is written. Nothing is evaluated: what only evaluating could
 * tell is such a text, and a text that holds "${" is not known. */
#ifndef DOCUMENT_HCL_H
#define DOCUMENT_HCL_H

#include "document/node.h"

/* As json_parse. */
bool hcl_parse(struct arena *arena, struct text text, struct document *out,
               struct document_problem *problem);

#endif
