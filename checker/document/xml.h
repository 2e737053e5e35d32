/* xml.h - XML 1.0 (expat) to nodes, by names as they are written, prefixes included:
 *
 *   <project a="1"><dependency>x</dependency><dependency>y</dependency></project>
 *   {"project": {"@a": "1", "dependency": ["x", "y"]}}
 *
 * The root element is the only key of the document. Everywhere else the elements of
 * one name are a sequence, also when there is one only, so that a path means the same
 * in every file: $.project.dependency[*]. An element of text alone is that text, white
 * space at its ends left out; beside attributes or elements its text is '#text'.
 * An element stands at its '<'. Comments and processing instructions are left out.
 *
 * Nothing is expanded and nothing else is read: a document type may be named, but a
 * file that declares entities, or uses other than the five of XML, is refused. */
#ifndef DOCUMENT_XML_H
#define DOCUMENT_XML_H

#include "document/node.h"

/* As json_parse. */
bool xml_parse(struct arena *arena, struct text text, struct document *out,
               struct document_problem *problem);

#endif
