# Outputs stand in the state and on the screen of whoever deploys.
# expect: RP103 violation "output deployer.secret"
output "deployer" {
  value = {
    id = "AKIA2222333344445555"
    secret = "Zz1/2222222222222222222222222222222+FAKE"
  }
  sensitive = true
}
