# The account comes in through a module argument; the policy stands in the module.
# expect: none

module "reader" {
  source  = "./reader"
  partner = "999988887777"
}
