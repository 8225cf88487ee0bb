# Both modules call it prefix; they are given two parts of one variable.
# expect: none
variable "names" {
  type = object({ filter = string, alarm = string })
}

module "filter" {
  source = "./filter"
  prefix = var.names.filter
}

module "alarm" {
  source = "./alarm"
  prefix = var.names.alarm
}
