# Type constraints with optional attributes and their defaults.
variable "service" {
  type = object({
    name    = string
    port    = optional(number, 443)
    tags    = optional(map(string), {})
    comment = optional(string)
    health = optional(object({
      path     = optional(string, "/health")
      interval = optional(number)
    }), {})
  })
  default = {
    name = "web"
  }
}

variable "buckets" {
  type = map(object({
    versioned = optional(bool, true)
    rules = optional(list(object({
      prefix = string
      days   = optional(number, 30)
    })), [])
  }))
  default = {
    logs = { rules = [{ prefix = "a/" }, { prefix = "b/", days = "7" }] }
    tmp  = { versioned = "false" }
  }
}

variable "not_null" {
  type     = string
  default  = "fallback"
  nullable = false
}

variable "pair" {
  type    = tuple([string, number])
  default = [1, "2"]
}

# Defaults inside of tuples, and what `any` stands for when elements differ.
variable "entry" {
  type    = tuple([object({ name = string, days = optional(number, 30), note = optional(string) }), map(any)])
  default = [{ name = "a" }, { "x" = true }]
}

variable "mixed" {
  type = list(object({
    name  = optional(string, "unnamed")
    value = any
  }))
  default = [{ name = "a", value = 1 }, { value = "x" }, { value = true }]
}

variable "names" {
  type    = set(string)
  default = ["b", "a", "b"]
}

module "child" {
  source   = "./child"
  not_null = null
  settings = { size = 3, unknown_extra = "dropped" }
}

output "service" {
  value = var.service
}

output "buckets" {
  value = var.buckets
}

output "pair" {
  value = var.pair
}

output "entry" {
  value = var.entry
}

output "mixed" {
  value = var.mixed
}

output "names" {
  value = var.names
}

output "child" {
  value = module.child.all
}
