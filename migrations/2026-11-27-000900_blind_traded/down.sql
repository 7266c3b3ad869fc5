DROP TABLE blind_traded;
