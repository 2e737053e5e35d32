module a
require (
	b v1
)
require c v1
replace (
	d => ./d
)
